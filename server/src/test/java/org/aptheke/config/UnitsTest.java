package org.aptheke.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UnitsTest {
    @ParameterizedTest
    @CsvSource({"500ms,500", "0s,0", "60s,60000", "5m,300000", "1h,3600000", "7d,604800000", "1h30m,5400000"})
    void duration_rightForm_isRead(String text, long millis) {
        assertThat(Units.duration(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "60", "s", "60 s", "60sec", "-1s", "1.5h", "1h30", "99999999999999d"})
    void duration_wrongForm_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Units.duration(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "1ms", "1500ms", "1m", "90m", "1d", "36h"})
    void duration_written_isReadAsTheSame(String text) {
        assertThat(Units.duration(Units.duration(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "1B,1",
        "64MiB,67108864",
        "64 MiB,67108864",
        "50GB,50000000000",
        "1kib,1024",
        "2TiB,2199023255552",
        "3KB,3000"
    })
    void size_rightForm_isRead(String text, long bytes) {
        assertThat(Units.size(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "64", "64M", "MiB", "-1B", "1.5GiB", "9223372036854775807KiB", "99999999999999999999B"})
    void size_wrongForm_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Units.size(text));
    }

    @Test
    void size_written_usesTheLargestUnitWithoutFraction() {
        assertThat(Units.size(1536L * 1024)).isEqualTo("1536KiB");
        assertThat(Units.size(64L << 30)).isEqualTo("64GiB");
        assertThat(Units.size(1_000_001)).isEqualTo("1000001B");
        assertThat(Units.size(0)).isEqualTo("0B");
    }

    @Test
    void rateLimit_unlimited_isEmpty() {
        assertThat(Units.rateLimit("unlimited")).isEqualTo(OptionalLong.empty());
        assertThat(Units.rateLimit("10MiB/s")).isEqualTo(OptionalLong.of(10L << 20));
        assertThat(Units.rateLimit(OptionalLong.empty())).isEqualTo("unlimited");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10MiB", "0B/s", "fast", "MiB/s"})
    void rateLimit_wrongForm_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Units.rateLimit(text));
    }
}
