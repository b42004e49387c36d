package org.aptheke.suite;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.SequencedCollection;
import org.aptheke.repo.apt.ReleaseFile;

/** Which members of a release must fit before it is adopted. */
final class WantedMembers {
    private WantedMembers() {}

    /**
     * Those that clients have used since then, and of each directory that they used the Packages file that is the
     * smallest: a client that comes without patches or with another compression finds its index too.
     */
    static SequencedCollection<String> of(ReleaseFile release, Map<String, Instant> uses, Instant since) {
        var wanted = new TreeSet<String>();
        var directories = new TreeSet<String>();
        uses.forEach((path, at) -> {
            if (at.isAfter(since)) {
                directories.add(IndexNames.home(path));
                if (release.member(path).isPresent()) {
                    wanted.add(path);
                }
            }
        });
        smallest(release).forEach((directory, path) -> {
            if (directories.contains(directory)) {
                wanted.add(path);
            }
        });
        return wanted;
    }

    /** The smallest Packages file of every directory, together no larger than {@code mostBytes}; else none. */
    static SequencedCollection<String> ofSmallRelease(ReleaseFile release, long mostBytes) {
        var smallest = smallest(release);
        long sum = smallest.values().stream()
                .mapToLong(path -> release.member(path).orElseThrow().size().orElse(0))
                .sum();
        return sum <= mostBytes ? new TreeSet<>(smallest.values()) : new TreeSet<>();
    }

    /** By directory; plain files only where there is no other, since servers seldom have them. */
    private static Map<String, String> smallest(ReleaseFile release) {
        var smallest = new HashMap<String, String>();
        Comparator<String> order = Comparator.<String, Boolean>comparing(IndexNames::isPlain)
                .thenComparing(path -> release.member(path).orElseThrow().size().orElse(Long.MAX_VALUE))
                .thenComparing(Comparator.naturalOrder());
        for (var path : release.memberPaths()) {
            if (IndexNames.isPackages(path)) {
                smallest.merge(
                        IndexNames.home(path), path, (one, other) -> order.compare(one, other) <= 0 ? one : other);
            }
        }
        return smallest;
    }
}
