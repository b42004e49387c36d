package org.aptheke.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class MirrorHoursTest {
    private static boolean contain(String from, String to, String time) {
        var hours = new MirrorRules.Hours(LocalTime.parse(from), LocalTime.parse(to), ZoneId.of("UTC"));
        return hours.contain(Instant.parse("2026-03-01T" + time + ":00Z"));
    }

    @Test
    void contain_withinADay_fromTheFirstMinuteToBeforeTheLast() {
        assertThat(contain("01:00", "05:00", "00:59")).isFalse();
        assertThat(contain("01:00", "05:00", "01:00")).isTrue();
        assertThat(contain("01:00", "05:00", "05:00")).isFalse();
    }

    @Test
    void contain_overMidnight_bothEnds() {
        assertThat(contain("22:00", "06:00", "23:00")).isTrue();
        assertThat(contain("22:00", "06:00", "05:59")).isTrue();
        assertThat(contain("22:00", "06:00", "12:00")).isFalse();
    }
}
