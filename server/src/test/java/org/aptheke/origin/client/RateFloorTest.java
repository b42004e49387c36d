package org.aptheke.origin.client;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.aptheke.origin.OriginTimeoutException;
import org.junit.jupiter.api.Test;

final class RateFloorTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @Test
    void count_fastEnough_passes() throws OriginTimeoutException {
        var floor = new RateFloor(1000, Duration.ofSeconds(10));
        for (int i = 0; i < 100; i++) {
            floor.count(1000, SECOND);
        }
    }

    @Test
    void count_slowForAWholeWindow_fails() throws OriginTimeoutException {
        var floor = new RateFloor(1000, Duration.ofSeconds(10));
        for (int i = 0; i < 9; i++) {
            floor.count(999, SECOND);
        }

        assertThatThrownBy(() -> floor.count(999, SECOND))
                .isInstanceOf(OriginTimeoutException.class)
                .hasMessageContaining("999 bytes per second");
    }

    @Test
    void count_fastStart_doesNotExcuseALaterWindow() throws OriginTimeoutException {
        var floor = new RateFloor(1000, Duration.ofSeconds(10));
        floor.count(100_000_000, 10 * SECOND);

        assertThatThrownBy(() -> floor.count(1, 10 * SECOND)).isInstanceOf(OriginTimeoutException.class);
    }

    @Test
    void count_noFloor_passes() {
        var floor = new RateFloor(0, Duration.ofSeconds(1));

        assertThatCode(() -> floor.count(0, 1000 * SECOND)).doesNotThrowAnyException();
    }
}
