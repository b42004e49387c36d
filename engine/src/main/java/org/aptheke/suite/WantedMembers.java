package org.aptheke.suite;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.TreeSet;
import org.aptheke.repo.apt.IndexKind;
import org.aptheke.repo.apt.Member;
import org.aptheke.repo.apt.ReleaseFile;
import org.aptheke.repo.codec.Compression;

/** Which members of a release must fit before it is adopted. */
final class WantedMembers {
    private static final String PATCHES = ".diff/";

    /** Plain files only where there is no other, since servers seldom have them. */
    private static final Comparator<Member> SMALLEST = Comparator.<Member, Boolean>comparing(
                    member -> Compression.ofName(member.path()) == Compression.NONE)
            .thenComparingLong(WantedMembers::size)
            .thenComparing(Member::path);

    private WantedMembers() {}

    /**
     * Those that clients have used since then, and of each directory that they used the smallest Packages file: a client
     * that comes without patches, or prefers another compression, finds its index too.
     */
    static SequencedCollection<String> of(ReleaseFile release, Map<String, Instant> uses, Instant since) {
        var wanted = new TreeSet<String>();
        var directories = new TreeSet<String>();
        uses.forEach((path, at) -> {
            if (at.isAfter(since)) {
                directories.add(home(path));
                if (release.member(path).isPresent()) {
                    wanted.add(path);
                }
            }
        });
        smallestPackages(release).forEach((directory, member) -> {
            if (directories.contains(directory)) {
                wanted.add(member.path());
            }
        });
        return wanted;
    }

    /** The smallest Packages file of every directory, if they are no larger than {@code mostBytes} together; else none. */
    static SequencedCollection<String> ofSmallRelease(ReleaseFile release, long mostBytes) {
        var smallest = smallestPackages(release).values();
        var wanted = new TreeSet<String>();
        if (smallest.stream().mapToLong(WantedMembers::size).sum() <= mostBytes) {
            smallest.forEach(member -> wanted.add(member.path()));
        }
        return wanted;
    }

    private static Map<String, Member> smallestPackages(ReleaseFile release) {
        var smallest = new HashMap<String, Member>();
        release.members()
                .filter(member -> IndexKind.ofPath(member.path()).equals(Optional.of(IndexKind.PACKAGES)))
                .forEach(member -> smallest.merge(
                        member.directory(), member, (one, other) -> SMALLEST.compare(one, other) <= 0 ? one : other));
        return smallest;
    }

    private static long size(Member member) {
        return member.expectation().size().orElse(0);
    }

    /** The directory of the index that a member is, or is about: that of patches is one above. */
    private static String home(String path) {
        var directory = path.substring(0, path.lastIndexOf('/') + 1);
        return directory.endsWith(PATCHES)
                ? directory.substring(0, directory.lastIndexOf('/', directory.length() - 2) + 1)
                : directory;
    }
}
