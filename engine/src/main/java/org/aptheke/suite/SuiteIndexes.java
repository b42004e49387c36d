package org.aptheke.suite;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.aptheke.cache.CacheKey;
import org.aptheke.digest.Digest;
import org.aptheke.fetch.Fetches;
import org.aptheke.http.PercentEncoding;
import org.aptheke.http.TargetUri;
import org.aptheke.pool.PoolIndexes;
import org.aptheke.repo.Expectation;
import org.aptheke.repo.apt.IndexKind;
import org.aptheke.repo.apt.PdiffIndex;
import org.aptheke.store.Blob;
import org.aptheke.store.BlobSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the indexes of suites promise: files of the pool, and patches of indexes. An index is read when it has arrived,
 * and at the latest when a file that it may name is asked for: who has got an index finds what it promises kept. Safe
 * for use by many threads.
 */
final class SuiteIndexes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SuiteIndexes.class);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);
    private static final int PATCH_INDEXES = 64;

    private final PoolIndexes pool;
    private final Contents contents;
    private final BlobSource blobs;
    private final Fetches fetches;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentMap<OfGeneration, IndexTable> tables = new ConcurrentHashMap<>();
    private final Cache<Digest, PdiffIndex> patchIndexes =
            Caffeine.newBuilder().maximumSize(PATCH_INDEXES).build();

    private record OfGeneration(SuiteId suite, long number) {}

    SuiteIndexes(PoolIndexes pool, Contents contents, BlobSource blobs, Fetches fetches) {
        this.pool = pool;
        this.contents = contents;
        this.blobs = blobs;
        this.fetches = fetches;
    }

    // ---- the pool

    /** The generations of a suite have changed: reads the indexes of the current one, and forgets those that are gone. */
    void follow(Suite suite) {
        var state = suite.state();
        tables.keySet()
                .removeIf(of -> of.suite().equals(suite.id())
                        && state.generation(of.number()).isEmpty());
        state.current().ifPresent(generation -> {
            var table = table(suite.id(), state.base(), generation);
            if (!threads.isShutdown()) {
                threads.execute(() -> table.readAll());
            }
        });
    }

    private IndexTable table(SuiteId suite, TargetUri base, Generation generation) {
        return tables.computeIfAbsent(
                new OfGeneration(suite, generation.number()),
                of -> new IndexTable(suite, base, generation, pool, contents, blobs, fetches));
    }

    /** A member is on its way to a client: it will be read when it is there. */
    void arriving(Suite suite, Place.Member member, Place.Promised place) {
        var state = suite.state();
        var generation = state.generation(member.generation());
        if (IndexKind.ofPath(member.path()).isEmpty() || generation.isEmpty()) {
            return;
        }
        var table = table(suite.id(), state.base(), generation.get());
        if (table.expect(member.path()) && !threads.isShutdown()) {
            threads.execute(() -> {
                try {
                    fetches.awaitEnd(MemberFetching.plan(place));
                    table.readAll();
                } catch (InterruptedException e) {
                    LOG.debug("{}: not read, the program is stopping", place.key());
                }
            });
        }
    }

    /** These members were brought without a client: they count as used, and the indexes that are stored are read. */
    void arrived(Suite suite, Collection<String> members, Instant now) {
        members.forEach(path -> suite.used(path, now));
        for (var generation : suite.state().generations()) {
            var table = tableOf(suite, generation);
            table.expectStored();
            table.readAll();
        }
    }

    /**
     * What the generations of these suites promise of the file with that key; of each suite the client's generation is
     * asked first, then of all the current ones, then the retained ones.
     */
    Optional<Expectation> find(List<Suite> suites, Function<Suite, Optional<Generation>> generationOf, CacheKey key)
            throws InterruptedException {
        for (var suite : suites) {
            var mine = generationOf.apply(suite);
            var promised = mine.isPresent() ? find(suite, mine.get(), key) : Optional.<Expectation>empty();
            if (promised.isPresent()) {
                return promised;
            }
        }
        for (var suite : suites) {
            for (var generation : suite.state().generations()) {
                var promised = find(suite, generation, key);
                if (promised.isPresent()) {
                    return promised;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Expectation> find(Suite suite, Generation generation, CacheKey key) throws InterruptedException {
        return table(suite.id(), suite.state().base(), generation).find(key);
    }

    /** What the indexes of a generation promise of the file with that key, as far as they are read; waits for nothing. */
    Optional<Expectation> findRead(Suite suite, Generation generation, CacheKey key) {
        return table(suite.id(), suite.state().base(), generation).findRead(key);
    }

    /** The table of a generation, for who wants to know all of it. */
    IndexTable tableOf(Suite suite, Generation generation) {
        return table(suite.id(), suite.state().base(), generation);
    }

    /** Removes the indexes of generations that nobody is in any more. */
    void retainOnly(Collection<Suite> suites) throws IOException {
        var inUse = new HashSet<Digest>();
        for (var suite : suites) {
            var state = suite.state();
            for (var generation : state.generations()) {
                inUse.addAll(table(suite.id(), state.base(), generation).indexDigests());
            }
        }
        pool.retainOnly(inUse);
    }

    // ---- patches

    /** A patch of an index: its own index, of the same generation, promises it. */
    Optional<Place> patch(SuiteId suite, TargetUri base, Generation generation, String path, TargetUri asked)
            throws InterruptedException {
        int slash = path.lastIndexOf('/');
        if (slash < 0 || !path.substring(0, slash).endsWith(".diff")) {
            return Optional.empty();
        }
        var indexPath = path.substring(0, slash + 1) + "Index";
        var member = generation.release().member(indexPath);
        if (member.isEmpty()) {
            return Optional.empty();
        }
        var index = Promises.member(suite, base, generation, member.get());
        fetches.awaitFiled(MemberFetching.plan(index));
        return patchIndex(index)
                .flatMap(read -> read.promise(path.substring(slash + 1)))
                .map(expectation -> new Place.Promised(
                        suite.key(PercentEncoding.encoded(path)),
                        expectation,
                        List.of(asked),
                        false,
                        Optional.empty(),
                        index.origin()));
    }

    private Optional<PdiffIndex> patchIndex(Place.Promised index) {
        try {
            var stored = contents.find(index.key(), index.expectation());
            if (stored.isEmpty()) {
                return Optional.empty();
            }
            var known = patchIndexes.getIfPresent(stored.get().digest());
            if (known != null) {
                return Optional.of(known);
            }
            var blob = new Blob(stored.get().digest(), stored.get().size());
            var read = PdiffIndex.parse(BlobBytes.read(blobs, blob, PdiffIndex.MAX_BYTES));
            patchIndexes.put(blob.digest(), read);
            return Optional.of(read);
        } catch (IOException e) {
            LOG.warn("{}: cannot be read, its patches are not checked: {}", index.key(), e.getMessage());
            return Optional.empty();
        }
    }

    /** What runs is interrupted; waits for its end, that nobody uses the stores when they are closed. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("suites: some work did not end within {}", STOP_WITHIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
