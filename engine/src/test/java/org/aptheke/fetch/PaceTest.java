package org.aptheke.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PaceTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Pace pace = new Pace();

    @Test
    void bytesPerSecond_steady_isWhatCameInTheLastSecond() {
        pace.begin(5_000, 0);
        pace.reached(5_500, SECOND / 2);
        pace.reached(6_000, SECOND);
        pace.reached(9_000, 2 * SECOND);

        assertThat(pace.bytesPerSecond(2 * SECOND + 1)).isEqualTo(3_000);
    }

    @Test
    void bytesPerSecond_justBegun_isOfTheTimeSoFar() {
        pace.begin(0, 0);
        pace.reached(1_000, SECOND / 4);

        assertThat(pace.bytesPerSecond(SECOND / 2)).isEqualTo(2_000);
    }

    @Test
    void bytesPerSecond_nothingComesAnyMore_fallsToNothing() {
        pace.begin(0, 0);
        pace.reached(1_000, SECOND);

        assertThat(pace.bytesPerSecond(60 * SECOND)).isZero();
    }

    @Test
    void bytesPerSecond_begunAgain_forgetsWhatWas() {
        pace.begin(0, 0);
        pace.reached(9_000, SECOND);
        pace.begin(0, SECOND);

        assertThat(pace.bytesPerSecond(2 * SECOND)).isZero();
    }
}
