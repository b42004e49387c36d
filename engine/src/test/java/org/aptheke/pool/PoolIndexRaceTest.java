package org.aptheke.pool;

import static org.aptheke.pool.PoolSamples.CONTENT;
import static org.aptheke.pool.PoolSamples.digest;
import static org.aptheke.pool.PoolSamples.promise;
import static org.aptheke.pool.PoolSamples.source;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.aptheke.repo.Expectation;
import org.aptheke.testkit.Poll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lookups while their memory is taken away. */
final class PoolIndexRaceTest {
    private static final int READERS = 3;
    private static final int FILES = 500;

    @TempDir
    Path data;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile boolean stop;

    @AfterEach
    void end() {
        stop = true;
        threads.shutdownNow();
    }

    private static Map<String, Expectation> promises(long seed) {
        var promises = new LinkedHashMap<String, Expectation>();
        for (int i = 0; i < FILES; i++) {
            promises.put("pool/main/p/package-" + i + ".deb", promise(seed + i));
        }
        return promises;
    }

    @Test
    void find_whileIndexesAreDroppedAndBuilt_isRightOrEmpty() throws Exception {
        try (var indexes = PoolSamples.indexes(data)) {
            var current = new AtomicReference<>(indexes.build(CONTENT, source(promises(0))));
            var hits = new AtomicLong();
            var misses = new AtomicLong();
            var readers = read(() -> {
                var match = new PoolMatch();
                while (!stop) {
                    var index = current.get();
                    for (int i = 0; i < FILES; i++) {
                        boolean found = index.find("pool/main/p/package-" + i + ".deb", match);
                        assertThat(!found || match.isOf(digest(i), i)).isTrue();
                        (found ? hits : misses).incrementAndGet();
                    }
                }
                return null;
            });

            for (int round = 0; round < 40; round++) {
                long before = hits.get();
                current.set(indexes.build(CONTENT, source(promises(0))));
                awaitMore(hits, before + 100, readers);
                indexes.retainOnly(Set.of());
            }

            awaitMore(misses, 1, readers);
            end(readers);
            assertThat(indexes.mappedFiles()).isZero();
        }
    }

    @Test
    void find_lessMayBeMappedThanIsUsed_isAlwaysRight() throws Exception {
        try (var indexes = PoolSamples.indexes(data, new PoolLimits(1, 10_000, 10_000_000, 1), new ArrayList<>())) {
            var all = new ArrayList<PoolIndex>();
            for (int i = 0; i < 3; i++) {
                all.add(indexes.build(digest(i), source(promises(i * 1_000L))));
            }
            var rounds = new AtomicLong();
            var readers = read(() -> {
                var match = new PoolMatch();
                while (!stop) {
                    int which = (int) (rounds.incrementAndGet() % 3);
                    for (int i = 0; i < 50; i++) {
                        assertThat(all.get(which).find("pool/main/p/package-" + i + ".deb", match))
                                .isTrue();
                        assertThat(match.isOf(digest(which * 1_000L + i), which * 1_000L + i))
                                .isTrue();
                    }
                }
                return null;
            });

            awaitMore(rounds, 500, readers);

            end(readers);
            assertThat(indexes.mappedFiles()).isEqualTo(1);
        }
    }

    @Test
    void writeTo_fileIsUnmappedAllTheTime_handsOverEachOnce() throws Exception {
        try (var indexes = PoolSamples.indexes(data, new PoolLimits(1, 10_000, 10_000_000, 1), new ArrayList<>())) {
            var index = indexes.build(digest(1), source(promises(0)));
            var other = indexes.build(digest(2), source(promises(0)));
            var readers = read(() -> {
                while (!stop) {
                    other.find("a");
                }
                return null;
            });

            var writing = threads.submit(() -> {
                for (int round = 0; round < 20; round++) {
                    assertThat(PoolSamples.read(index)).isEqualTo(promises(0));
                }
                return null;
            });
            writing.get(60, TimeUnit.SECONDS);

            end(readers);
        }
    }

    @Test
    void find_whileAllIsClosed_isRightOrEmpty() throws Exception {
        for (int round = 0; round < 20; round++) {
            var indexes = PoolSamples.indexes(data);
            var index = indexes.build(CONTENT, source(promises(0)));
            var hits = new AtomicLong();
            stop = false;
            var readers = read(() -> {
                while (!stop) {
                    var found = index.find("pool/main/p/package-7.deb");
                    assertThat(found.isEmpty() || found.get().equals(promise(7)))
                            .isTrue();
                    hits.incrementAndGet();
                }
                return null;
            });
            awaitMore(hits, 10, readers);

            indexes.close();

            assertThat(index.find("pool/main/p/package-7.deb")).isEmpty();
            end(readers);
        }
    }

    private List<Future<?>> read(Callable<?> task) {
        var readers = new ArrayList<Future<?>>();
        for (int i = 0; i < READERS; i++) {
            readers.add(threads.submit(task));
        }
        return readers;
    }

    /** Waits until the readers have got so far, as long as none has failed. */
    private static void awaitMore(AtomicLong count, long target, List<Future<?>> readers) {
        Poll.until(
                () -> "the readers are at " + target + "; they are at " + count,
                () -> count.get() >= target || readers.stream().anyMatch(Future::isDone));
    }

    private void end(List<Future<?>> readers) throws Exception {
        stop = true;
        for (var reader : readers) {
            reader.get(60, TimeUnit.SECONDS);
        }
    }
}
