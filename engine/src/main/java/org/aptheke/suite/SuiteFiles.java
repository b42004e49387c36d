package org.aptheke.suite;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.StoredResponse;
import org.aptheke.fetch.FetchPlan;
import org.aptheke.http.PercentEncoding;
import org.aptheke.http.TargetUri;
import org.aptheke.repo.Expectation;
import org.aptheke.repo.apt.AptPath;
import org.aptheke.repo.apt.IndexConsumer;
import org.aptheke.repo.apt.IndexKind;
import org.aptheke.repo.apt.Member;
import org.aptheke.repo.apt.ReleaseFile;
import org.aptheke.repo.codec.Compression;
import org.aptheke.repo.codec.ExpansionLimits;
import org.aptheke.store.Blob;
import org.aptheke.store.BlobSource;

/** What one release of a suite names, for who brings it: under which keys, and how it is fetched. Safe for use by many threads. */
public final class SuiteFiles {
    private final Suite suite;
    private final Generation generation;
    private final TargetUri directory;
    private final SuiteIndexes indexes;
    private final Reading reading;
    private final InstantSource clock;

    /** Where what is stored is read. */
    record Reading(Contents contents, BlobSource blobs) {}

    SuiteFiles(
            Suite suite,
            Generation generation,
            TargetUri directory,
            SuiteIndexes indexes,
            Reading reading,
            InstantSource clock) {
        this.suite = suite;
        this.generation = generation;
        this.directory = directory;
        this.indexes = indexes;
        this.reading = reading;
        this.clock = clock;
    }

    /** Something that is named, and where it is. */
    public interface Named {
        CacheKey key(String path);

        /** How it is brought. */
        FetchPlan plan(String path, Expectation expectation);
    }

    public SuiteId id() {
        return suite.id();
    }

    public ReleaseFile release() {
        return generation.release();
    }

    /** The release files themselves; they are in the store. */
    public Collection<Blob> releaseFiles() {
        return generation.files().values();
    }

    /** What is stored of a promised content; empty when it is not, or its file is gone. */
    public Optional<StoredResponse> stored(CacheKey key, Expectation expectation) throws IOException {
        return reading.contents().readable(key, expectation);
    }

    /** The members, by their paths below the suite. */
    public Named members() {
        return new Named() {
            @Override
            public CacheKey key(String path) {
                return place(path).key();
            }

            @Override
            public FetchPlan plan(String path, Expectation expectation) {
                return MemberFetching.plan(place(path));
            }

            private Place.Promised place(String path) {
                return Promises.member(
                        suite.id(),
                        directory,
                        generation,
                        release().member(path).orElseThrow());
            }
        };
    }

    /**
     * Reads an index that is stored.
     *
     * @return where what it names is
     * @throws IOException also when it is not stored
     */
    public Named read(Member index, IndexConsumer consumer) throws IOException {
        var stored = stored(members().key(index.path()), index.expectation())
                .orElseThrow(() -> new IOException(index.path() + ": not stored"));
        var blob = reading.blobs()
                .open(stored.digest(), stored.size())
                .orElseThrow(() -> new IOException(index.path() + ": gone from the store"));
        try (var file = blob;
                var plain = Compression.ofName(index.path()).open(BlobStream.of(file), ExpansionLimits.DEFAULT)) {
            var summary = IndexKind.ofPath(index.path()).orElseThrow().read(plain, consumer);
            return pool(summary.commonDirectory());
        }
    }

    /** The names of a flat repository may begin further up. */
    private Named pool(String commonDirectory) {
        if (suite.id().inDists()) {
            return below(Urls.archiveRoot(directory));
        }
        var decoded = PercentEncoding.decoded(directory.path());
        var root = decoded.map(path -> AptPath.flatRoot(path.endsWith("/") ? path : path + "/", commonDirectory));
        return below(root.map(path -> Urls.directory(Urls.withPath(directory, PercentEncoding.encoded(path))))
                .orElse(directory));
    }

    private static Named below(TargetUri root) {
        return new Named() {
            @Override
            public CacheKey key(String path) {
                return CacheKey.of(Urls.below(root, path));
            }

            @Override
            public FetchPlan plan(String path, Expectation expectation) {
                return MemberFetching.plan(Promises.pooled(key(path), expectation, Urls.below(root, path), "mirrored"));
            }
        };
    }

    /** Notes that these members are used, so that no newer release is adopted without them; reads those that are indexes. */
    public void arrived(Collection<String> members) {
        indexes.arrived(suite, members, clock.instant());
    }
}
