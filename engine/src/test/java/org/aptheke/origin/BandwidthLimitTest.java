package org.aptheke.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.aptheke.testkit.ManualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BandwidthLimitTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private final ManualClock clock = ManualClock.at("2026-01-15T12:00:00Z");
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void count_unlimited_neverWaits() {
        var limit = limit(RateSchedule.UNLIMITED, RateSchedule.UNLIMITED);

        assertThat(limit.count("a.example", Integer.MAX_VALUE)).isZero();
        assertThat(limit.piece(131_072)).isEqualTo(131_072);
    }

    @Test
    void count_overBurst_waitsForTheDebt() {
        var limit = limit(RateSchedule.of(1000), RateSchedule.UNLIMITED);

        assertThat(limit.count("a.example", 500)).isZero();
        assertThat(limit.count("a.example", 1000)).isEqualTo(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));
        assertThat(limit.count("b.example", 100)).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void count_steadyReader_getsTheRate() {
        var limit = limit(RateSchedule.of(10_000), RateSchedule.UNLIMITED);
        long bytes = 0;
        while (nanos.get() < Duration.ofSeconds(20).toNanos()) {
            bytes += 1250;
            pass(limit.count("a.example", 1250));
        }

        assertThat(bytes / 20).isBetween(10_000L, 10_500L);
    }

    @Test
    void count_perOrigin_originsDoNotWaitForEachOther() {
        var limit = limit(RateSchedule.UNLIMITED, RateSchedule.of(1000));

        assertThat(limit.count("a.example", 1500)).isEqualTo(Duration.ofSeconds(1));
        assertThat(limit.count("b.example", 500)).isZero();
    }

    @Test
    void count_manyOrigins_idleOnesAreForgotten() {
        var limit = limit(RateSchedule.UNLIMITED, RateSchedule.of(1000));
        for (int i = 0; i < 3000; i++) {
            pass(Duration.ofSeconds(1));
            assertThat(limit.count("host" + i + ".example", 500)).isZero();
        }

        assertThat(limit.knownOrigins()).isLessThan(1100);
    }

    @Test
    void count_timeOfDay_decidesInItsZone() {
        var night = new RateSchedule.Window(LocalTime.of(22, 0), LocalTime.of(6, 0), 0);
        var limit = limit(new RateSchedule(1000, List.of(night)), RateSchedule.UNLIMITED);

        assertThat(limit.count("a.example", 1500)).isEqualTo(Duration.ofSeconds(1));
        clock.set(Instant.parse("2026-01-15T21:00:00Z")); // 22:00 in Berlin
        assertThat(limit.count("a.example", 1_000_000)).isZero();
        clock.set(Instant.parse("2026-01-16T05:00:00Z")); // 06:00 in Berlin
        assertThat(limit.count("a.example", 1500)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void piece_slowLine_isSmall() {
        assertThat(limit(RateSchedule.of(80_000), RateSchedule.UNLIMITED).piece(131_072))
                .isEqualTo(10_000);
        assertThat(limit(RateSchedule.UNLIMITED, RateSchedule.of(100)).piece(131_072))
                .isEqualTo(1024);
        assertThat(limit(RateSchedule.UNLIMITED, RateSchedule.of(100)).piece(10))
                .isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({
        "08:00, 17:00, 08:00, true",
        "08:00, 17:00, 17:00, false",
        "08:00, 17:00, 07:59, false",
        "22:00, 06:00, 23:00, true",
        "22:00, 06:00, 05:59, true",
        "22:00, 06:00, 06:00, false",
        "22:00, 06:00, 12:00, false",
        "00:00, 00:00, 12:00, true"
    })
    void covers_times(LocalTime from, LocalTime to, LocalTime time, boolean expected) {
        assertThat(new RateSchedule.Window(from, to, 1).covers(time)).isEqualTo(expected);
    }

    @Test
    void of_negativeRate_fails() {
        assertThatThrownBy(() -> RateSchedule.of(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    private BandwidthLimit limit(RateSchedule total, RateSchedule perOrigin) {
        return new BandwidthLimit(total, perOrigin, clock, BERLIN, nanos::get);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
