package org.aptheke.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.aptheke.testkit.ManualClock;
import org.junit.jupiter.api.Test;

final class AttemptsTest {
    private final ManualClock clock = ManualClock.at("2026-03-01T12:00:00Z");
    private final Attempts attempts = new Attempts(2, Duration.ofMinutes(5), clock);

    @Test
    void begin_moreThanThatMany_isToldWhenTheNextIs() {
        assertThat(attempts.begin("kim")).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        assertThat(attempts.begin("kim")).isEmpty();

        assertThat(attempts.begin("kim")).contains(Duration.ofMinutes(4));
        assertThat(attempts.begin("other")).isEmpty();
    }

    @Test
    void begin_theWhileIsOver_countsAnew() {
        attempts.begin("kim");
        attempts.begin("kim");
        clock.advance(Duration.ofMinutes(5));

        assertThat(attempts.begin("kim")).isEmpty();
        assertThat(attempts.begin("kim")).isEmpty();
        assertThat(attempts.begin("kim")).contains(Duration.ofMinutes(5));
    }

    @Test
    void takeBack_oneThatDidNotFail_leavesRoomForOne() {
        attempts.begin("kim");
        attempts.begin("kim");
        attempts.takeBack("kim");

        assertThat(attempts.begin("kim")).isEmpty();
        assertThat(attempts.begin("kim")).isPresent();
    }
}
