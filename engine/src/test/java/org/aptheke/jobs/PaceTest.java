package org.aptheke.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PaceTest {
    private long now;
    private long answers;
    private final Pace pace = new Pace(() -> answers, () -> now, 4);

    @Test
    void rest_nobodyAsks_none() {
        work(Duration.ofSeconds(10));

        assertThat(pace.restNanos()).isZero();
    }

    @Test
    void rest_clientsAsk_isFourTimesTheWork() {
        answers += 500;
        work(Duration.ofSeconds(1));
        pace.restNanos();
        pace.rested();

        work(Duration.ofMillis(30));

        assertThat(pace.restNanos()).isEqualTo(Duration.ofMillis(120).toNanos());
    }

    @Test
    void rest_afterALongStep_isBounded() {
        answers += 500_000;
        work(Duration.ofMinutes(1));

        assertThat(pace.restNanos()).isEqualTo(Duration.ofSeconds(2).toNanos());
    }

    @Test
    void rest_clientsHaveGone_none() {
        answers += 500;
        work(Duration.ofSeconds(1));
        pace.restNanos();
        pace.rested();

        work(Duration.ofSeconds(1));

        assertThat(pace.restNanos()).isZero();
    }

    private void work(Duration time) {
        now += time.toNanos();
    }
}
