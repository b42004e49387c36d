package org.aptheke.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.aptheke.testkit.Poll;
import org.junit.jupiter.api.Test;

final class WatchdogTest {
    private static final Duration TIME = Duration.ofMillis(200);

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final BlockingQueue<Runnable> unanswered = new LinkedBlockingQueue<>();
    private final AtomicBoolean hangs = new AtomicBoolean();
    private final AtomicInteger asked = new AtomicInteger();
    private final Vital vital = new Vital("a part", works -> {
        asked.incrementAndGet();
        if (hangs.get()) {
            unanswered.add(works);
        } else {
            works.run();
        }
    });

    @Test
    void watch_allAnswer_isToldAgainAndAgain() throws Exception {
        try (var _ = Watchdog.start(supervisor(true), List.of(vital), () -> "well")) {
            for (int i = 0; i < 3; i++) {
                assertThat(next()).isEqualTo("WATCHDOG=1\nSTATUS=well");
            }
        }
    }

    @Test
    void watch_onePartHangs_isToldNothingAndAskedOnceUntilItAnswers() throws Exception {
        var other = new AtomicInteger();
        var busy = new Vital("another", works -> {
            other.incrementAndGet();
            works.run();
        });
        try (var _ = Watchdog.start(supervisor(true), List.of(busy, vital), () -> "well")) {
            assertThat(next()).startsWith("WATCHDOG=1");

            hangs.set(true);
            var answer = unanswered.take();
            told.clear();
            int before = asked.get();
            int rounds = other.get();
            Poll.until("three more rounds", () -> other.get() >= rounds + 3);
            assertThat(told).isEmpty();
            assertThat(asked).hasValue(before);

            hangs.set(false);
            answer.run();
            assertThat(next()).startsWith("WATCHDOG=1");
        }
    }

    @Test
    void watch_partCannotBeAsked_isToldNothing() throws Exception {
        var refusals = new AtomicInteger();
        var broken = new Vital("broken", works -> {
            if (refusals.getAndIncrement() > 0 && refusals.get() < 5) {
                throw new IllegalStateException("shut down");
            }
            works.run();
        });
        try (var _ = Watchdog.start(supervisor(true), List.of(broken), () -> "well")) {
            assertThat(next()).startsWith("WATCHDOG=1");
            // Asked again each time.
            assertThat(refusals).hasValueGreaterThanOrEqualTo(5);
        }
    }

    @Test
    void start_partNeverAnswers_doesNotReturn() {
        hangs.set(true);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> Watchdog.start(supervisor(true), List.of(vital), () -> "well"))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void start_noWatchdogAskedFor_looksOnce() throws Exception {
        try (var _ = Watchdog.start(supervisor(false), List.of(vital), () -> "well")) {
            assertThat(asked).hasValue(1);
            assertThat(told).isEmpty();
        }
    }

    private String next() throws InterruptedException {
        return String.valueOf(told.poll(30, TimeUnit.SECONDS));
    }

    private Supervisor supervisor(boolean watching) {
        var micros = TimeUnit.NANOSECONDS.toMicros(TIME.toNanos());
        return Supervisor.of(
                watching ? Map.of("NOTIFY_SOCKET", "/s", "WATCHDOG_USEC", "" + micros) : Map.of("NOTIFY_SOCKET", "/s"),
                1,
                (_, message) -> told.add(new String(message, StandardCharsets.UTF_8)));
    }
}
