package org.aptheke.suite;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.aptheke.digest.Digest;
import org.aptheke.http.Scheme;
import org.aptheke.repo.Expectation;
import org.aptheke.repo.apt.IndexKind;
import org.aptheke.store.Blob;

/** A suite with all that its generations in use name: what jobs keep. */
public final class SuiteNames {
    private final Suite suite;
    private final SuiteIndexes indexes;
    private final Duration inUse;

    SuiteNames(Suite suite, SuiteIndexes indexes, Duration inUse) {
        this.suite = suite;
        this.indexes = indexes;
        this.inUse = inUse;
    }

    /** Takes what is named, some of it more than once. */
    public interface Taker {
        void releaseFile(Blob blob) throws IOException;

        /** Takes a member; its path is below the suite's directory. */
        void member(String path, Expectation promise) throws IOException;

        /**
         * Takes a file of the pool.
         *
         * @param index the path of the index that names it, without the ending of a compression
         * @param archiveRoot with the authority, without a slash at the end
         * @param path below the archive root
         */
        void pool(String index, String archiveRoot, String path, Expectation promise) throws IOException;
    }

    public SuiteId id() {
        return suite.id();
    }

    /** The numbers of its generations in use, the current one first. */
    public List<Long> generations() {
        return suite.state().generations().stream().map(Generation::number).toList();
    }

    /** By which scheme it was last asked for. */
    public Scheme scheme() {
        return suite.state().base().scheme();
    }

    /** When its origin last said what is current. */
    public Instant checkedAt() {
        return suite.state().checkedAt();
    }

    /** The release files of its current generation. */
    public Map<ReleaseName, Blob> releaseFiles() {
        return suite.current().map(Generation::files).orElse(Map.of());
    }

    /** When a client last asked for a release file of it. */
    public Instant askedAt() {
        return suite.state().askedAt();
    }

    /** Where the names of its files begin, as cache keys write it, without a slash at the end. */
    public String archiveRoot() {
        return suite.id().archiveRoot();
    }

    /**
     * Hands over all that its generations name. Indexes that are in the store and were not read yet are read first.
     *
     * @return indexes that clients use and that are not there, so that nobody knows what they name
     */
    public Set<String> forEach(Taker taker) throws IOException {
        return forEach(suite.state().generations(), taker);
    }

    /** Hands over what its current generation names, in the same way. */
    public Set<String> forEachOfCurrent(Taker taker) throws IOException {
        return forEach(suite.current().stream().toList(), taker);
    }

    private Set<String> forEach(List<Generation> generations, Taker taker) throws IOException {
        var used = usedLately();
        var unread = new TreeSet<String>();
        var handedOver = new HashSet<Digest>();
        for (var generation : generations) {
            for (var blob : generation.files().values()) {
                taker.releaseFile(blob);
            }
            for (var member : generation.release().members().toList()) {
                taker.member(member.path(), member.expectation());
            }
            var table = indexes.tableOf(suite, generation);
            table.forEachPromise(handedOver, taker);
            unread.addAll(table.unread(used));
        }
        return unread;
    }

    private Set<String> usedLately() {
        var latest = suite.uses().values().stream().max(Instant::compareTo).orElse(Instant.EPOCH);
        var paths = new HashSet<String>();
        // Counted from the last use of all: of a suite that nobody asks for any more the same members stay in use.
        suite.uses().forEach((path, at) -> {
            if (!at.isBefore(latest.minus(inUse))) {
                paths.add(path);
            }
        });
        return paths;
    }

    /** Whether a member is an index of packages or sources: without it nobody knows what it names. */
    public static boolean isIndex(String path) {
        return IndexKind.ofPath(path).isPresent();
    }

    /** The suite's directory, for people. */
    @Override
    public String toString() {
        return suite.id().toString();
    }
}
