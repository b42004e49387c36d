package org.aptheke.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HouseSettingsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void next_everyNight_isTheNextNight() {
        assertThat(Cron.parse("10 4 * * *").next(NOON, ZoneOffset.UTC)).contains(Instant.parse("2026-03-02T04:10:00Z"));
        assertThat(Cron.parse("10 4 * * *").next(NOON, ZoneOffset.ofHours(2)))
                .contains(Instant.parse("2026-03-02T02:10:00Z"));
    }

    @Test
    void next_onASunday_isThatDay() {
        assertThat(Cron.parse("0 3 * * 0").next(NOON, ZoneOffset.UTC)).contains(Instant.parse("2026-03-08T03:00:00Z"));
    }

    @Test
    void next_never_none() {
        assertThat(Cron.parse("never").next(NOON, ZoneOffset.UTC)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "daily", "61 4 * * *", "10 4 * *", "10 4 * * * *", "10 25 * * *", "* * * * mon-"})
    void cron_wrong_isRefused(String text) {
        assertThatThrownBy(() -> Cron.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void spaceLimit_itsForms_areReadAndWritten() {
        assertThat(SpaceLimit.parse("200GiB").in(1)).isEqualTo(OptionalLong.of(200L << 30));
        assertThat(SpaceLimit.parse("80%").in(1000)).isEqualTo(OptionalLong.of(800));
        assertThat(SpaceLimit.parse("none").in(1000)).isEmpty();
        assertThat(SpaceLimit.write(SpaceLimit.parse("80 %"))).isEqualTo("80%");
        assertThat(SpaceLimit.write(SpaceLimit.parse("1024MiB"))).isEqualTo("1GiB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0%", "101%", "80", "much"})
    void spaceLimit_wrong_isRefused(String text) {
        assertThatThrownBy(() -> SpaceLimit.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
