package org.aptheke.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.aptheke.store.JobBook.Run;
import org.aptheke.store.MemoryJobBook;
import org.aptheke.testkit.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class JobSchedulerTest {
    private static final LocalTime MIDNIGHT = LocalTime.MIDNIGHT;

    private final MemoryJobBook book = new MemoryJobBook();
    private final ManualClock clock = ManualClock.at("2026-03-01T12:30:00Z");
    private final JobRunner runner =
            new JobRunner(List.of(new ScriptedJob("expire")), book, () -> 0, clock, event -> {});
    private JobScheduler scheduler = scheduler(Duration.ZERO, MIDNIGHT, MIDNIGHT);

    @AfterEach
    void close() {
        scheduler.close();
        runner.close();
    }

    /** Due at each full hour. */
    private JobScheduler scheduler(Duration jitter, LocalTime quietFrom, LocalTime quietTo) {
        var hourly = new JobSchedule(
                "expire",
                Arguments.NONE,
                after -> Optional.of(after.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS)));
        var rules = new ScheduleRules(List.of(hourly), jitter, quietFrom, quietTo, ZoneOffset.UTC);
        return new JobScheduler(runner, book, () -> rules, clock, 1);
    }

    private List<Instant> begun() throws IOException, InterruptedException {
        for (var run : book.unended()) {
            runner.awaitEnd(run.number(), Duration.ofSeconds(20));
        }
        return book.latest(100).stream().map(Run::askedAt).toList();
    }

    private void lookAt(String time) throws IOException {
        clock.set(Instant.parse("2026-03-01T" + time + ":00Z"));
        scheduler.look();
    }

    @Test
    void look_firstOfAll_beginsNothing() throws Exception {
        lookAt("12:30");

        assertThat(begun()).isEmpty();
    }

    @Test
    void look_whenDue_beginsOnce() throws Exception {
        lookAt("12:30");
        lookAt("12:59");
        lookAt("13:00");
        begun();
        lookAt("13:01");

        assertThat(begun()).containsExactly(Instant.parse("2026-03-01T13:00:00Z"));
    }

    @Test
    void look_longAfterwards_makesUpForItOnce() throws Exception {
        lookAt("12:30");
        scheduler.close();
        scheduler = scheduler(Duration.ZERO, MIDNIGHT, MIDNIGHT);

        lookAt("17:20");
        begun();
        lookAt("17:21");

        assertThat(begun()).containsExactly(Instant.parse("2026-03-01T17:20:00Z"));
    }

    @Test
    void look_inQuietHours_beginsAfterwards() throws Exception {
        scheduler = scheduler(Duration.ZERO, LocalTime.of(12, 45), LocalTime.of(14, 0));
        lookAt("12:30");
        lookAt("13:00");
        lookAt("13:59");
        assertThat(begun()).isEmpty();

        lookAt("14:00");

        assertThat(begun()).containsExactly(Instant.parse("2026-03-01T14:00:00Z"));
    }

    @Test
    void look_quietHoursOverMidnight_areBothSidesOfIt() throws Exception {
        scheduler = scheduler(Duration.ZERO, LocalTime.of(22, 0), LocalTime.of(6, 0));
        lookAt("12:30");
        lookAt("22:00");
        lookAt("05:59");
        assertThat(begun()).isEmpty();
        clock.set(Instant.parse("2026-03-02T06:00:00Z"));

        scheduler.look();

        assertThat(begun()).hasSize(1);
    }

    @Test
    void look_withJitter_beginsWithinIt() throws Exception {
        scheduler = scheduler(Duration.ofMinutes(30), MIDNIGHT, MIDNIGHT);
        lookAt("12:30");
        lookAt("13:00");
        boolean atOnce = !begun().isEmpty();

        lookAt("13:30");

        assertThat(atOnce).isFalse();
        assertThat(begun()).hasSize(1);
    }

    @Test
    void look_theClockWasAhead_isNotWaitedFor() throws Exception {
        book.mark("schedule.expire", "2031-01-01T00:00:00Z");
        lookAt("12:30");

        lookAt("13:00");

        assertThat(begun()).hasSize(1);
    }
}
