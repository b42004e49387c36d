package org.aptheke.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.jobs.Progress;
import org.aptheke.jobs.RunState;
import org.aptheke.jobs.RunView;
import org.aptheke.store.JobBook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HealthTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static Health after(RunView... runs) {
        var room = new StoreRoom(OptionalLong.empty(), OptionalLong.empty(), 1_000, 100);
        return Health.of(
                new Health.Signs(List.of(), Map.of(), List.of(), room, new StoreTroubles(), List.of(runs), false),
                NOON);
    }

    private static RunView run(long number, String kind, RunState state) {
        var run = new JobBook.Run(
                number, kind, Map.of(), false, "", state.word(), NOON, Optional.of(NOON), Optional.of(NOON), "why");
        return new RunView(run, state, new Progress("", 0, 0, 0, 0), JobBook.Report.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"expire", "evict", "scrub", "mirror"})
    void of_lastRunOfAJobThatBeginsByItselfFailed_isAReason(String kind) {
        var health = after(run(2, kind, RunState.FAILED), run(1, kind, RunState.DONE));

        assertThat(health.reasons()).extracting(Reason::about).containsExactly("job " + kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop", "purge", "import", "import-sent", "import-bundle", "export"})
    void of_runThatSomebodyBeganFailed_isNoReason(String kind) {
        assertThat(after(run(1, kind, RunState.FAILED)).isWell()).isTrue();
    }

    @Test
    void of_jobWentWellSinceItFailed_isNoReason() {
        assertThat(after(run(2, "scrub", RunState.DONE), run(1, "scrub", RunState.FAILED))
                        .isWell())
                .isTrue();
    }
}
