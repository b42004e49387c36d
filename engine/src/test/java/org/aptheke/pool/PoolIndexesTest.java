package org.aptheke.pool;

import static org.aptheke.pool.PoolSamples.CONTENT;
import static org.aptheke.pool.PoolSamples.digest;
import static org.aptheke.pool.PoolSamples.promise;
import static org.aptheke.pool.PoolSamples.read;
import static org.aptheke.pool.PoolSamples.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.aptheke.digest.Digest;
import org.aptheke.events.Event;
import org.aptheke.repo.Expectation;
import org.aptheke.testkit.Poll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PoolIndexesTest {
    private static final Map<String, Expectation> PROMISES = Map.of("a", promise(1), "b", promise(2));

    @TempDir
    Path data;

    private final List<Event> events = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void end() {
        threads.shutdownNow();
        assertThat(events).isEmpty();
    }

    private PoolIndexes indexes() throws IOException {
        return PoolSamples.indexes(data, PoolLimits.DEFAULT, events);
    }

    private List<String> names() {
        return List.of(
                Optional.ofNullable(data.resolve("pool-index").toFile().list()).orElseThrow());
    }

    @Test
    void open_neverBuilt_isEmpty() throws Exception {
        try (var indexes = indexes()) {
            assertThat(indexes.open(CONTENT)).isEmpty();
        }
    }

    @Test
    void open_builtBefore_isFoundAlsoAfterARestart() throws Exception {
        try (var indexes = indexes()) {
            var built = indexes.build(CONTENT, source(PROMISES));

            assertThat(indexes.open(CONTENT).orElseThrow()).isSameAs(built);
        }
        try (var indexes = indexes()) {
            assertThat(read(indexes.open(CONTENT).orElseThrow())).isEqualTo(PROMISES);
        }
    }

    @Test
    void build_isThereAlready_doesNotAskTheSource() throws Exception {
        try (var indexes = indexes()) {
            var built = indexes.build(CONTENT, source(PROMISES));

            var again = indexes.build(CONTENT, sink -> {
                throw new AssertionError("asked");
            });

            assertThat(again).isSameAs(built);
        }
    }

    @Test
    void build_askedByMany_readsTheSourceOnce() throws Exception {
        var reads = new AtomicInteger();
        var release = new CountDownLatch(1);
        PromiseSource slow = sink -> {
            reads.incrementAndGet();
            await(release);
            source(PROMISES).writeTo(sink);
        };
        try (var indexes = indexes()) {
            var callers = start(20, () -> indexes.build(CONTENT, slow));
            release.countDown();

            for (var caller : callers) {
                assertThat(caller.get(20, TimeUnit.SECONDS)).isSameAs(indexes.build(CONTENT, slow));
            }
            assertThat(reads).hasValue(1);
            assertThat(indexes.mappedFiles()).isEqualTo(1);
        }
    }

    @Test
    void build_sourceFails_allWhoWaitGetTheFailureAndTheNextTriesAgain() throws Exception {
        var reads = new AtomicInteger();
        var begun = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        PromiseSource failing = sink -> {
            sink.add("a", promise(1));
            reads.incrementAndGet();
            begun.countDown();
            await(release);
            throw new IOException("the blob is gone");
        };
        try (var indexes = indexes()) {
            var first = threads.submit(() -> indexes.build(CONTENT, failing));
            await(begun);
            var waiting = new Waiting();
            var second = threads.submit(waiting.task(() -> indexes.build(CONTENT, failing)));
            waiting.awaitWaiting();
            release.countDown();

            for (var caller : List.of(first, second)) {
                assertThatThrownBy(() -> caller.get(20, TimeUnit.SECONDS))
                        .hasRootCauseMessage("the blob is gone")
                        .isInstanceOf(ExecutionException.class);
            }
            assertThat(reads).hasValue(1);
            assertThat(names()).isEmpty();
            assertThat(read(indexes.build(CONTENT, source(PROMISES)))).isEqualTo(PROMISES);
        }
    }

    @Test
    void build_builderIsInterrupted_anotherWhoWaitsGoesOn() throws Exception {
        var begun = new CountDownLatch(1);
        PromiseSource stuck = sink -> {
            begun.countDown();
            await(new CountDownLatch(1));
        };
        try (var indexes = indexes()) {
            var first = new Waiting();
            var stopped = threads.submit(first.task(() -> indexes.build(CONTENT, stuck)));
            await(begun);
            var second = new Waiting();
            var going = threads.submit(second.task(() -> indexes.build(CONTENT, source(PROMISES))));
            second.awaitWaiting();

            first.interrupt();

            assertThatThrownBy(() -> stopped.get(20, TimeUnit.SECONDS)).hasRootCauseInstanceOf(BugException.class);
            assertThat(read(going.get(20, TimeUnit.SECONDS))).isEqualTo(PROMISES);
        }
    }

    @Test
    void build_moreThanMayRunAtOnce_wait() throws Exception {
        var running = new AtomicInteger();
        var inside = new CountDownLatch(2);
        var release = new CountDownLatch(1);
        PromiseSource counted = sink -> {
            running.incrementAndGet();
            inside.countDown();
            await(release);
            source(PROMISES).writeTo(sink);
        };
        try (var indexes = PoolSamples.indexes(data, new PoolLimits(100, 100, 100_000, 2), events)) {
            var first = threads.submit(() -> indexes.build(digest(1), counted));
            var second = threads.submit(() -> indexes.build(digest(2), counted));
            await(inside);
            var waiting = new Waiting();
            var third = threads.submit(waiting.task(() -> indexes.build(digest(3), counted)));
            waiting.awaitWaiting();

            assertThat(running).hasValue(2);

            release.countDown();
            for (var build : List.of(first, second, third)) {
                assertThat(read(build.get(20, TimeUnit.SECONDS))).isEqualTo(PROMISES);
            }
        }
    }

    @Test
    void build_morePathsThanAllowed_isRefused() throws Exception {
        try (var indexes = PoolSamples.indexes(data, new PoolLimits(1, 2, 100_000, 1), events)) {
            var three = Map.of("a", promise(1), "b", promise(2), "c", promise(3));

            assertThatThrownBy(() -> indexes.build(CONTENT, source(three)))
                    .isInstanceOf(PoolIndexRefusedException.class)
                    .hasMessageContaining("more than 2 paths");
            assertThat(read(indexes.build(CONTENT, source(PROMISES)))).isEqualTo(PROMISES);
        }
    }

    @Test
    void build_moreBytesThanAllowed_isRefusedBeforeTheyAreWritten() throws Exception {
        try (var indexes = PoolSamples.indexes(data, new PoolLimits(1, 1_000_000, 50_000, 1), events)) {
            var added = new AtomicInteger();

            assertThatThrownBy(() -> indexes.build(CONTENT, sink -> {
                        for (int i = 0; i < 1_000_000; i++) {
                            sink.add("pool/" + i, promise(i));
                            added.incrementAndGet();
                        }
                    }))
                    .isInstanceOf(PoolIndexRefusedException.class)
                    .hasMessageContaining("more than 50000 bytes");
            assertThat(added.get()).isLessThan(1_500);
            assertThat(names()).isEmpty();
        }
    }

    @Test
    void build_tableDoesNotFitInto_isRefused() throws Exception {
        try (var indexes = PoolSamples.indexes(data, new PoolLimits(1, 1_000_000, 200, 1), events)) {
            assertThatIOException()
                    .isThrownBy(() -> indexes.build(CONTENT, source(Map.of("a", promise(1)))))
                    .isInstanceOf(PoolIndexRefusedException.class);
        }
    }

    @Test
    void mapped_moreThanTheBound_unmapsAndMapsAgainWhenAsked() throws Exception {
        try (var indexes = PoolSamples.indexes(data, new PoolLimits(3, 100, 100_000, 1), events)) {
            var all = new LinkedHashMap<Long, PoolIndex>();
            for (long i = 0; i < 10; i++) {
                all.put(i, indexes.build(digest(i), source(Map.of("a", promise(i)))));
                assertThat(indexes.mappedFiles()).isLessThanOrEqualTo(3);
            }
            for (int round = 0; round < 3; round++) {
                for (var index : all.entrySet()) {
                    assertThat(index.getValue().find("a")).contains(promise(index.getKey()));
                    assertThat(indexes.mappedFiles()).isEqualTo(3);
                }
            }
        }
    }

    @Test
    void mapped_oneIsUsedAllTheTime_staysMapped() throws Exception {
        var directory = new FaultyDirectory(data);
        try (var indexes =
                new PoolIndexes(directory, new PoolLimits(3, 100, 100_000, 1), InstantSource.system(), events::add)) {
            var used = indexes.build(digest(0), source(Map.of("a", promise(0))));
            for (long i = 1; i < 10; i++) {
                used.find("a");
                indexes.build(digest(i), source(Map.of("a", promise(i))));
            }
            int before = directory.opened();

            assertThat(used.find("a")).contains(promise(0));

            assertThat(directory.opened()).isEqualTo(before);
        }
    }

    @Test
    void retainOnly_someContents_removesTheOthers() throws Exception {
        try (var indexes = indexes()) {
            var kept = indexes.build(digest(1), source(Map.of("a", promise(1))));
            var dropped = indexes.build(digest(2), source(Map.of("a", promise(2))));
            Files.writeString(data.resolve("pool-index").resolve("not-ours"), "kept");

            indexes.retainOnly(Set.of(digest(1), digest(3)));

            assertThat(names()).containsExactlyInAnyOrder(digest(1).toHex(), "not-ours");
            assertThat(kept.find("a")).contains(promise(1));
            assertThat(dropped.find("a")).isEmpty();
            assertThatThrownBy(() -> read(dropped)).hasMessageContaining("was dropped");
            assertThat(indexes.open(digest(2))).isEmpty();
            assertThat(indexes.mappedFiles()).isEqualTo(1);
        }
    }

    @Test
    void retainOnly_builtAgainAfterwards_isThere() throws Exception {
        try (var indexes = indexes()) {
            var dropped = indexes.build(CONTENT, source(PROMISES));
            indexes.retainOnly(Set.of());

            var again = indexes.build(CONTENT, source(PROMISES));

            assertThat(again).isNotSameAs(dropped);
            assertThat(read(again)).isEqualTo(PROMISES);
            assertThat(dropped.find("a")).isEmpty();
        }
    }

    @Test
    void retainOnly_oneIsBeingBuiltAndHasItsNameAlready_leavesIt() throws Exception {
        var directory = new FaultyDirectory(data.resolve("pool-index"));
        try (var indexes = new PoolIndexes(directory, PoolLimits.DEFAULT, InstantSource.system(), events::add)) {
            directory.beforeSync(() -> {
                assertThat(names()).containsExactly(CONTENT.toHex());
                indexes.retainOnly(Set.of());
            });

            var index = indexes.build(CONTENT, source(PROMISES));

            assertThat(read(index)).isEqualTo(PROMISES);
            assertThat(names()).containsExactly(CONTENT.toHex());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void retainOnly_oneIsBeingMappedAgain_dropsItToo(boolean afterOpening) throws Exception {
        var directory = new FaultyDirectory(data.resolve("pool-index"));
        try (var indexes =
                new PoolIndexes(directory, new PoolLimits(1, 10, 10_000, 1), InstantSource.system(), events::add)) {
            var unmapped = indexes.build(digest(1), source(PROMISES));
            indexes.build(digest(2), source(PROMISES));
            FaultyDirectory.Action drop = () -> indexes.retainOnly(Set.of());
            directory.aroundOpen(afterOpening ? () -> {} : drop, afterOpening ? drop : () -> {});

            assertThat(unmapped.find("a")).isEmpty();

            assertThat(indexes.mappedFiles()).isZero();
            assertThat(names()).isEmpty();
        }
    }

    @Test
    void close_unmapsAllAndLeavesTheFiles() throws Exception {
        var indexes = indexes();
        var index = indexes.build(CONTENT, source(PROMISES));

        indexes.close();

        assertThat(indexes.mappedFiles()).isZero();
        assertThat(index.find("a")).isEmpty();
        assertThat(names()).containsExactly(CONTENT.toHex());
    }

    @Test
    void open_afterClose_mapsNothing() throws Exception {
        var indexes = indexes();
        indexes.build(CONTENT, source(PROMISES));
        indexes.close();

        assertThat(indexes.open(CONTENT).orElseThrow().find("a")).isEmpty();
        assertThat(indexes.mappedFiles()).isZero();
    }

    @Test
    void build_afterARestart_sharesTheRandomKeyOfWhatIsThere() throws Exception {
        try (var indexes = indexes()) {
            indexes.build(digest(1), source(PROMISES));
        }
        try (var indexes = indexes()) {
            indexes.open(digest(1));
            indexes.build(digest(2), source(PROMISES));
        }
        var other = data.resolve("other");
        try (var indexes = PoolSamples.indexes(other, PoolLimits.DEFAULT, events)) {
            indexes.build(digest(3), source(PROMISES));
        }

        assertThat(key(data, digest(2))).isEqualTo(key(data, digest(1))).isNotEqualTo(key(other, digest(3)));
    }

    private static PathHash key(Path data, Digest content) throws IOException {
        try (var file = MappedIndex.map(new RealDirectory(data.resolve("pool-index")), content, true)) {
            return file.hash();
        }
    }

    @Test
    void lookup_filesWithOtherKeys_findsInAll() throws Exception {
        for (int i = 1; i <= 3; i++) {
            try (var indexes = indexes()) {
                indexes.build(digest(i), source(Map.of("a" + i, promise(i))));
            }
        }
        try (var indexes = indexes()) {
            var all = new ArrayList<PoolIndex>();
            for (int i = 1; i <= 3; i++) {
                all.add(indexes.open(digest(i)).orElseThrow());
            }
            var lookup = new PoolLookup(all);

            assertThat(key(data, digest(1))).isNotEqualTo(key(data, digest(2)));
            for (int i = 1; i <= 3; i++) {
                assertThat(lookup.find("a" + i)).contains(promise(i));
            }
        }
    }

    private List<Future<PoolIndex>> start(int count, Callable<PoolIndex> task) {
        var started = new ArrayList<Future<PoolIndex>>();
        for (int i = 0; i < count; i++) {
            started.add(threads.submit(task));
        }
        return started;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new BugException(e);
        }
    }

    private static final class BugException extends RuntimeException {
        private static final long serialVersionUID = 1;

        BugException(InterruptedException cause) {
            super(String.valueOf(cause.getMessage()));
        }
    }

    /** Knows the thread of a task, to see that it waits and to interrupt it. */
    private static final class Waiting {
        private final CountDownLatch started = new CountDownLatch(1);
        private volatile Thread thread = Thread.currentThread();

        <T> Callable<T> task(Callable<T> task) {
            return () -> {
                thread = Thread.currentThread();
                started.countDown();
                return task.call();
            };
        }

        void awaitWaiting() {
            await(started);
            Poll.until("the thread waits", () -> thread.getState() == Thread.State.WAITING);
        }

        void interrupt() {
            thread.interrupt();
        }
    }
}
