package org.aptheke.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aptheke.store.JobBook.Count;
import org.aptheke.store.JobBook.Outcome;
import org.aptheke.store.JobBook.Report;
import org.aptheke.store.JobBook.Run;
import org.junit.jupiter.api.Test;

/** What every book of jobs does. {@link #open} opens the same one again. */
public abstract class JobBookContract {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");

    protected abstract JobBook open() throws IOException;

    @Test
    void find_nothingAdded_none() throws IOException {
        try (var book = open()) {
            assertThat(book.find(1)).isEmpty();
            assertThat(book.latest(10)).isEmpty();
            assertThat(book.report(1)).isEqualTo(Report.EMPTY);
            assertThat(book.mark("place")).isEmpty();
        }
    }

    @Test
    void add_twoRuns_areNumberedInOrderAndThereAfterReopening() throws IOException {
        Run first;
        Run second;
        try (var book = open()) {
            first = book.add(asked("expire", Map.of("suite", "a=b\nc%", "all", "")));
            second = book.add(asked("scrub", Map.of()));
        }

        assertThat(second.number()).isGreaterThan(first.number());
        try (var book = open()) {
            assertThat(book.find(first.number())).contains(first);
            assertThat(book.latest(10)).containsExactly(second, first);
            assertThat(book.latest(1)).containsExactly(second);
            assertThat(book.unended()).containsExactly(first, second);
        }
    }

    @Test
    void change_ended_isNoLongerUnendedAndHasItsReport() throws IOException {
        var report = new Report(
                List.of(new Count(Outcome.PLANNED, "old", 3, 300), new Count(Outcome.DONE, "old", 2, 200)),
                List.of("one", "two\nlines"));
        try (var book = open()) {
            var run = book.add(asked("expire", Map.of()));
            book.change(run, new Report(List.of(new Count(Outcome.FAILED, "x", 1, 1)), List.of("before")));
            book.change(ended(run, "done"), report);
        }

        try (var book = open()) {
            assertThat(book.unended()).isEmpty();
            var run = book.latest(1).getFirst();
            assertThat(run.endedAt()).contains(NOON.plusSeconds(5));
            assertThat(run.startedAt()).contains(NOON.plusSeconds(1));
            assertThat(book.report(run.number())).isEqualTo(report);
        }
    }

    @Test
    void prune_manyEnded_keepsTheLatestOfThatKindAndAllUnended() throws IOException {
        try (var book = open()) {
            var oldest = book.add(asked("expire", Map.of()));
            book.change(ended(oldest, "done"), Report.EMPTY);
            var running = book.add(asked("expire", Map.of()));
            var other = book.add(asked("scrub", Map.of()));
            book.change(ended(other, "done"), Report.EMPTY);
            var latest = book.add(asked("expire", Map.of()));
            book.change(ended(latest, "done"), Report.EMPTY);

            book.prune("expire", 1);

            assertThat(book.latest(10))
                    .extracting(Run::number)
                    .containsExactly(latest.number(), other.number(), running.number());
        }
    }

    @Test
    void mark_twice_theLaterCounts() throws IOException {
        try (var book = open()) {
            book.mark("place", "7f");
            book.mark("place", "80");
            book.mark("other", "1");
        }

        try (var book = open()) {
            assertThat(book.mark("place")).contains("80");
            assertThat(book.mark("other")).contains("1");
        }
    }

    private static Run asked(String kind, Map<String, String> arguments) {
        return new Run(0, kind, arguments, false, "by hand", "waiting", NOON, Optional.empty(), Optional.empty(), "");
    }

    private static Run ended(Run run, String state) {
        return run.nowAt(state, Optional.of(NOON.plusSeconds(1)), Optional.of(NOON.plusSeconds(5)), "a message");
    }
}
