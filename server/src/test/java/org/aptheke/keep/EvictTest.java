package org.aptheke.keep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.aptheke.digest.Digest;
import org.aptheke.store.BlobCensus;
import org.aptheke.store.JobBook.Outcome;
import org.aptheke.testkit.Poll;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
final class EvictTest {
    private static final String HOST = "deb.example.org/other/";
    private static final long BUDGET = 2_000_000;
    private static final Budget TWO_MEGABYTES = new Budget(OptionalLong.of(BUDGET), 0.9, 0.7, 0);

    @TempDir
    Path directory;

    private static House house(Path directory, Budget budget) throws Exception {
        var house = House.in(directory, it -> List.of(new EvictJob(it.parts, () -> budget)));
        house.world.blobs.countUsed();
        return house;
    }

    private static void fill(House house, int from, int to, int size) throws Exception {
        for (int i = from; i < to; i++) {
            house.origin.put(HOST + i, Samples.bytes(i, size), house.clock.instant());
            house.get(1, HOST + i);
            house.clock.advance(Duration.ofMinutes(1));
        }
        house.settle();
        house.world.noteUses();
    }

    private static boolean isStored(House house, int number) throws Exception {
        var blob = house.world.blobs.open(Digest.ofHex(Samples.sha256(Samples.bytes(number, 100_000))), 100_000);
        if (blob.isPresent()) {
            blob.get().close();
        }
        return blob.isPresent();
    }

    @Test
    void run_belowTheMark_removesNothing() throws Exception {
        try (var house = house(directory, TWO_MEGABYTES)) {
            fill(house, 0, 10, 100_000);

            var ended = house.run("evict");

            assertThat(House.count(ended, Outcome.DONE)).isZero();
            assertThat(ended.report().notes()).containsExactly("there is room");
        }
    }

    @Test
    void run_aboveTheMark_leavesTheLowMarkAndWhatIsUsed() throws Exception {
        try (var house = house(directory, TWO_MEGABYTES)) {
            fill(house, 0, 19, 100_000);
            for (int i = 0; i < 5; i++) {
                house.get(1, HOST + i);
            }

            house.run("evict");

            long used = house.world.blobs.usedBytes().orElseThrow();
            assertThat(used).isLessThanOrEqualTo((long) (BUDGET * 0.7)).isGreaterThan(BUDGET / 2);
            for (int i = 0; i < 5; i++) {
                assertThat(isStored(house, i)).as("used again: %d", i).isTrue();
            }
            assertThat(isStored(house, 5))
                    .as("the oldest that was never used again")
                    .isFalse();
            assertThat(isStored(house, 18)).as("the youngest").isTrue();
            assertThat(house.world.blobs.countUsed()).as("counted anew").isEqualTo(used);
            house.audit();
        }
    }

    @Test
    void run_pinnedAndBeingRead_stayAndOthersGoInstead() throws Exception {
        try (var house = house(directory, TWO_MEGABYTES)) {
            fill(house, 0, 19, 100_000);
            house.pins.pin("import", List.of(Digest.ofHex(Samples.sha256(Samples.bytes(0, 100_000)))));
            var read = Digest.ofHex(Samples.sha256(Samples.bytes(1, 100_000)));

            try (var _ = house.world.blobs.open(read, 100_000).orElseThrow()) {
                var ended = house.run("evict");

                assertThat(House.count(ended, Outcome.SKIPPED)).isEqualTo(1);
            }

            assertThat(house.world.blobs.usedBytes().orElseThrow()).isLessThanOrEqualTo((long) (BUDGET * 0.7));
            assertThat(isStored(house, 0)).isTrue();
            assertThat(isStored(house, 1)).isTrue();
            assertThat(isStored(house, 2)).isFalse();
        }
    }

    @Test
    void run_oneContentUnderManyKeys_countsOnce() throws Exception {
        try (var house = house(directory, TWO_MEGABYTES)) {
            var content = Samples.bytes(7, 100_000);
            for (int i = 0; i < 50; i++) {
                house.origin.put(HOST + "copy" + i, content, house.clock.instant());
                house.get(1, HOST + "copy" + i);
            }
            // An answer is whole before its file is filed: until then it counts by itself.
            Poll.until("all are filed", () -> house.world.blobs.usedBytes().orElseThrow() == content.length);

            var ended = house.run("evict");

            assertThat(house.world.blobs.usedBytes().orElseThrow()).isEqualTo(content.length);
            assertThat(House.count(ended, Outcome.DONE)).isZero();
        }
    }

    @Test
    void deposit_beyondTheBudget_passesThrough() throws Exception {
        try (var house = house(directory, TWO_MEGABYTES)) {
            house.world.blobs.limit(BUDGET, BUDGET, () -> {});
            fill(house, 0, 40, 100_000);

            assertThat(house.world.blobs.countUsed()).isLessThanOrEqualTo(BUDGET);
            house.audit();
        }
    }

    /** A twentieth of what is asked for fits: the order of eviction must do better than that of last use. */
    @Test
    void run_zipfTraceOfTwentyTimesTheBudget_isNeverOverAndBeatsLastUse() throws Exception {
        var trace = Trace.zipf(new Random(7), 20 * BUDGET, 6_000);
        var pressed = new AtomicBoolean();
        try (var house = house(directory, TWO_MEGABYTES)) {
            house.world.blobs.limit(BUDGET, TWO_MEGABYTES.mark(), () -> pressed.set(true));
            for (int i = 0; i < trace.sizes().size(); i++) {
                house.origin.put(
                        HOST + i + ".deb", Samples.bytes(i, trace.sizes().get(i)), house.clock.instant());
            }
            long hits = 0;
            for (int number : trace.requests()) {
                long before = house.origin.requestsFor(HOST + number + ".deb");
                house.get(1, HOST + number + ".deb");
                hits += house.origin.requestsFor(HOST + number + ".deb") == before ? 1 : 0;
                assertThat(house.world.blobs.usedBytes().orElseThrow()).isLessThanOrEqualTo(BUDGET);
                house.clock.advance(Duration.ofSeconds(1));
                if (pressed.getAndSet(false)) {
                    house.run("evict");
                }
            }

            assertThat(hits)
                    .as("hits, by last use %d", trace.hitsByLastUse(BUDGET))
                    .isGreaterThan(trace.hitsByLastUse(BUDGET));
            house.audit();
        }
    }

    @Test
    void keeper_storeAboveTheMark_makesRoomByItself() throws Exception {
        try (var house = house(directory, TWO_MEGABYTES)) {
            fill(house, 0, 19, 100_000);
            try (var keeper = new RoomKeeper(house.world.blobs, () -> TWO_MEGABYTES, house.runner, house.observation)) {
                keeper.start();
                Poll.until(
                        () -> "room is made; used: " + house.world.blobs.usedBytes(),
                        () -> house.world.blobs.usedBytes().orElseThrow() <= BUDGET * 0.7);
            }
        }
    }

    @Test
    void keeper_nothingCanBeRemoved_isToPauseAfterOneEviction() throws Exception {
        try (var house = house(directory, TWO_MEGABYTES)) {
            fill(house, 0, 19, 100_000);
            house.pins.pin("a test", stored(house));
            var keeper = new RoomKeeper(house.world.blobs, () -> TWO_MEGABYTES, house.runner, house.observation);

            assertThat(keeper.look()).isFalse();

            assertThat(house.runner.latest(10)).hasSize(1);
        }
    }

    @Test
    void keeper_roomWasMade_looksAgainWhenItIsPressed() throws Exception {
        try (var house = house(directory, TWO_MEGABYTES)) {
            fill(house, 0, 19, 100_000);
            var keeper = new RoomKeeper(house.world.blobs, () -> TWO_MEGABYTES, house.runner, house.observation);

            assertThat(keeper.look()).isTrue();
        }
    }

    @Test
    void close_pausingOrAboutTo_endsAtOnceWithoutAnotherEviction() throws Exception {
        try (var house = house(directory, TWO_MEGABYTES)) {
            fill(house, 0, 19, 100_000);
            house.pins.pin("a test", stored(house));
            var keeper = new RoomKeeper(house.world.blobs, () -> TWO_MEGABYTES, house.runner, house.observation);
            keeper.start();
            Poll.until(
                    "an eviction has ended",
                    () -> house.runner.latest(1).stream()
                            .anyMatch(run -> run.state().hasEnded()));

            keeper.close();

            assertThat(threads("room-keeper")).isEmpty();
            assertThat(house.runner.latest(10)).hasSize(1);
        }
    }

    @Test
    void close_neverStarted_isAtRest() throws Exception {
        try (var house = house(directory, TWO_MEGABYTES)) {
            var keeper = new RoomKeeper(house.world.blobs, () -> TWO_MEGABYTES, house.runner, house.observation);

            assertThatCode(keeper::close).doesNotThrowAnyException();
        }
    }

    private static Set<Digest> stored(House house) throws IOException {
        var stored = new HashSet<Digest>();
        for (int shelf = 0; shelf < BlobCensus.SHELVES; shelf++) {
            house.world.blobs.forEachBlob(shelf, (digest, size, writtenAt) -> stored.add(digest));
        }
        return stored;
    }

    private static List<Thread> threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .toList();
    }

    /** What clients ask for, by numbers of files with these sizes. */
    private record Trace(List<Integer> sizes, List<Integer> requests) {
        static Trace zipf(Random random, long bytes, int count) {
            var sizes = new ArrayList<Integer>();
            long sum = 0;
            while (sum < bytes) {
                int size = (int) Math.clamp(Math.exp(Math.log(8_000) + 1.5 * random.nextGaussian()), 500, 300_000);
                sizes.add(size);
                sum += size;
            }
            var order = new ArrayList<Integer>();
            for (int i = 0; i < sizes.size(); i++) {
                order.add(i);
            }
            Collections.shuffle(order, random);
            var requests = new ArrayList<Integer>();
            for (int i = 0; i < count; i++) {
                // The inverse of a Zipf distribution with an exponent near to 1.
                int rank = (int) Math.pow(sizes.size() + 1.0, random.nextDouble()) - 1;
                requests.add(order.get(rank));
            }
            return new Trace(sizes, requests);
        }

        /** The hits of a cache with that budget that throws out what was not used for longest. */
        long hitsByLastUse(long budget) {
            Map<Integer, Integer> cache = new LinkedHashMap<>(16, 0.75f, true);
            long used = 0;
            long hits = 0;
            for (int number : requests) {
                if (cache.get(number) != null) {
                    hits++;
                    continue;
                }
                cache.put(number, sizes.get(number));
                used += sizes.get(number);
                for (var oldest = cache.entrySet().iterator(); used > budget; ) {
                    used -= oldest.next().getValue();
                    oldest.remove();
                }
            }
            return hits;
        }
    }
}
