package org.aptheke.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.aptheke.digest.Digest;
import org.aptheke.jobs.RunView;
import org.aptheke.store.BlobCensus;
import org.aptheke.store.JobBook.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A year of suites that change every day, with clients that install every day by indexes that are up to 20 days old. After
 * each day it is compared what jobs removed with what clients ask for from then on: whoever asks for a file that was there
 * and is not any more finds out which job took it.
 */
@Timeout(300)
final class YearTest {
    private static final int DAYS = 365;

    /** About two thirds of what the same year takes without a limit. */
    private static final long BUDGET = 700_000;

    @TempDir
    Path directory;

    private final Set<Digest> expired = new HashSet<>();
    private final List<String> missed = new ArrayList<>();
    private final List<String> forced = new ArrayList<>();

    /** Dropped as the rule says, and wanted by an old index after nobody had used them for a month. */
    private final List<String> forgotten = new ArrayList<>();

    private final List<Long> used = new ArrayList<>();
    private final List<RunView> expiries = new ArrayList<>();
    private final List<RunView> evictions = new ArrayList<>();
    private boolean limited;

    @Test
    void expire_everyWeekForAYear_keepsWhatClientsAskForAndTheDiskFlat() throws Exception {
        try (var house = House.in(directory)) {
            live(house, DAYS);
            house.audit();
        }

        assertThat(missed).as("removed although a client asked for it later").isEmpty();
        assertThat(forgotten).as("of some 6,000 installations").hasSizeLessThan(6);
        assertThat(done(expiries, ExpirePlan.UNNAMED)).isGreaterThan(500);
        assertThat(done(expiries, ExpirePlan.OUTDATED)).isGreaterThan(50);
        long spring = max(used.subList(70, 140));
        long winter = max(used.subList(DAYS - 70, DAYS));
        assertThat(winter).as("bytes in winter, %d in spring", spring).isLessThan(spring * 5 / 4);
    }

    /** That the replay finds what is dropped too early. */
    @Test
    void expire_thatKeepsForThreeDaysOnly_dropsWhatClientsWithOldIndexesAskFor() throws Exception {
        try (var house = House.in(directory)) {
            house.rules = new ExpireRules(Duration.ofDays(3), Duration.ofDays(3), 1, Duration.ofDays(90), Set.of());
            live(house, 90);
        }

        assertThat(missed).isNotEmpty();
    }

    @Test
    void evict_everyDayForHalfAYear_dropsOnlyWhatTheBudgetForces() throws Exception {
        var budget = new Budget(OptionalLong.of(BUDGET), 0.9, 0.8, 0);
        try (var house = House.in(directory, it -> List.of(new EvictJob(it.parts, () -> budget)))) {
            limited = true;
            house.world.blobs.limit(BUDGET, budget.mark(), () -> {});
            house.world.blobs.countUsed();
            live(house, DAYS);
            house.audit();
        }

        assertThat(missed)
                .as("removed by age although a client asked for it later")
                .isEmpty();
        assertThat(forced).as("asked for again after an eviction").isNotEmpty();
        assertThat(max(used)).isLessThanOrEqualTo(BUDGET);
        assertThat(evictions).hasSizeGreaterThan(20);
    }

    private void live(House house, int days) throws Exception {
        var archives = new Archives(house);
        var clients = List.of(
                new Client(archives, 1, 1, 5),
                new Client(archives, 2, 1, 4),
                new Client(archives, 3, 7, 3),
                new Client(archives, 4, 20, 2));
        for (int day = 0; day < days; day++) {
            archives.change(day);
            for (var client : clients) {
                client.live(day);
            }
            house.settle();
            used.add(house.world.blobs.countUsed());
            house.pass(Duration.ofDays(1));
            if (day % 7 == 6) {
                expire(house);
            }
            if (limited) {
                evict(house);
            }
        }
    }

    /** Not more goes than makes the room that is wanted. */
    private void evict(House house) throws Exception {
        long before = house.world.blobs.countUsed();
        var run = house.run("evict");
        if (House.count(run, Outcome.DONE) == 0) {
            return;
        }
        evictions.add(run);
        assertThat(before).as("before an eviction").isGreaterThan((long) (BUDGET * 0.9));
        assertThat(house.world.blobs.countUsed())
                .as("after it")
                .isBetween((long) (BUDGET * 0.8) - Archives.LARGEST, (long) (BUDGET * 0.8));
    }

    private void expire(House house) throws Exception {
        var before = stored(house);
        expiries.add(house.run("expire"));
        before.removeAll(stored(house));
        expired.addAll(before);
    }

    private static Set<Digest> stored(House house) throws IOException {
        var digests = new HashSet<Digest>();
        for (int shelf = 0; shelf < BlobCensus.SHELVES; shelf++) {
            house.world.blobs.forEachBlob(shelf, (digest, size, writtenAt) -> digests.add(digest));
        }
        return digests;
    }

    private static long done(List<RunView> runs, String reason) {
        return runs.stream()
                .flatMap(run -> run.report().counts().stream())
                .filter(count ->
                        count.outcome() == Outcome.DONE && count.reason().equals(reason))
                .mapToLong(count -> count.count())
                .sum();
    }

    private static long max(List<Long> values) {
        return values.stream().mapToLong(value -> value).max().orElseThrow();
    }

    /** One that gets the indexes every so many days, and installs some packages by them each day. */
    private final class Client {
        private final Archives archives;
        private final int number;
        private final int updatesEvery;
        private final int installs;
        private Archives.State known = Archives.State.NONE;

        Client(Archives archives, int number, int updatesEvery, int installs) {
            this.archives = archives;
            this.number = number;
            this.updatesEvery = updatesEvery;
            this.installs = installs;
        }

        void live(int day) throws Exception {
            if (day % updatesEvery == 0) {
                known = archives.update(number);
            }
            for (var file : archives.wanted(known, installs)) {
                install(file);
            }
        }

        /** A file that left the archive before anybody wanted it is nowhere; apt would say so, and update. */
        private void install(Archives.File file) throws Exception {
            boolean unused = archives.isUnused(file, ExpireRules.DEFAULT.keepUnnamed());
            var answer = archives.get(number, file);
            switch (answer) {
                case STORED, FETCHED_FIRST, NEVER_THERE -> {}
                case FETCHED_AGAIN, LOST -> cause(file, unused).add(file.url() + " " + answer);
            }
            if (answer != Archives.Answer.LOST) {
                expired.remove(file.digest());
            }
        }

        /** What a full store has only passed through is forced too. */
        private List<String> cause(Archives.File file, boolean unused) {
            if (!expired.contains(file.digest())) {
                return limited ? forced : missed;
            }
            return unused ? forgotten : missed;
        }
    }
}
