package org.aptheke.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class PollTest {
    @Test
    void until_comesTrueAtTheThirdLook_looksNoMore() {
        var looks = new AtomicInteger();

        Poll.until("the third look", () -> looks.incrementAndGet() == 3);

        assertThat(looks).hasValue(3);
    }

    @Test
    void within_neverComesTrue_failsWithTheLastWords() {
        var looks = new AtomicInteger();

        assertThatThrownBy(() -> Poll.within(
                        Duration.ofMillis(20), () -> "looked " + looks + " times", () -> looks.incrementAndGet() < 0))
                .isInstanceOf(AssertionError.class)
                .hasMessageEndingWith("looked " + looks + " times");
        assertThat(looks).hasPositiveValue();
    }

    @Test
    void until_lookingFails_failsAtOnce() {
        assertThatThrownBy(() -> Poll.until("it", () -> {
                    throw new IOException("no such file");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("no such file");
    }

    @Test
    void until_interrupted_givesUpAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> Poll.until("it", () -> false)).isInstanceOf(AssertionError.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
