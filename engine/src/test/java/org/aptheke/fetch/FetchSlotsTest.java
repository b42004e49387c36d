package org.aptheke.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.aptheke.origin.OriginBusyException;
import org.aptheke.testkit.Poll;
import org.junit.jupiter.api.Test;

final class FetchSlotsTest {
    private static final String A = "a.example:80";
    private static final String B = "b.example:80";

    private final List<String> came = new CopyOnWriteArrayList<>();

    private static FetchSlots slots(int perOrigin, int total, int waiting, Duration turn) {
        return new FetchSlots(
                new FetchLimits(perOrigin, total, waiting, turn, 1, Duration.ZERO, 0, Duration.ZERO, 0, Duration.ZERO));
    }

    @Test
    void giveBackEarly_lastPlace_isTakenByAnotherAtOnce() throws Exception {
        var slots = slots(1, 1, 4, Duration.ofSeconds(20));
        try (var filing = slots.take(A, () -> false)) {
            filing.giveBackEarly();
            try (var _ = slots.take(A, () -> false)) {
                came.add("second");
            }
        }

        try (var _ = slots.take(A, () -> false)) {
            came.add("third");
        }
        assertThat(came).containsExactly("second", "third");
    }

    @Test
    void giveBackEarly_asManyAreBeingFiledAsMayRun_keepsThePlace() throws Exception {
        var slots = slots(1, 1, 0, Duration.ofSeconds(20));
        try (var filing = slots.take(A, () -> false)) {
            filing.giveBackEarly();
            try (var second = slots.take(A, () -> false)) {
                second.giveBackEarly();

                assertThatThrownBy(() -> slots.take(A, () -> false)).isInstanceOf(OriginBusyException.class);
            }
        }
    }

    /** Takes a place on a thread of its own, and gives it back at once; returns when it waits. */
    private Thread taking(FetchSlots slots, String origin, String name) {
        var thread = new Thread(() -> {
            try (var _ = slots.take(origin, () -> false)) {
                came.add(name);
            } catch (OriginBusyException | InterruptedException e) {
                came.add(name + ": " + e.getClass().getSimpleName());
            }
        });
        thread.start();
        Poll.until(name + " waits", () -> thread.getState() == Thread.State.TIMED_WAITING || !thread.isAlive());
        return thread;
    }

    @Test
    void take_manyWait_eachComesInItsTurn() throws Exception {
        var slots = slots(1, 1, 100, Duration.ofMinutes(1));
        var first = slots.take(A, () -> false);
        var expected = new ArrayList<String>();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 20; i++) {
            threads.add(taking(slots, i % 2 == 0 ? A : B, "turn " + i));
            expected.add("turn " + i);
        }

        first.close();
        for (var thread : threads) {
            thread.join();
        }

        assertThat(came).isEqualTo(expected);
    }

    @Test
    void take_firstInTurnHasNoRoomAtItsOrigin_othersGoOn() throws Exception {
        var slots = slots(1, 2, 100, Duration.ofMinutes(1));
        var a = slots.take(A, () -> false);
        var b = slots.take(B, () -> false);
        var waitsForA = taking(slots, A, "a");
        var waitsForB = taking(slots, B, "b");

        b.close();
        waitsForB.join();
        assertThat(came).containsExactly("b");
        a.close();
        waitsForA.join();

        assertThat(came).containsExactly("b", "a");
    }

    @Test
    void take_interruptedWhileWaiting_leavesNoTrace() throws Exception {
        var slots = slots(1, 1, 1, Duration.ofMinutes(1));
        var first = slots.take(A, () -> false);
        var leaving = taking(slots, A, "leaving");
        leaving.interrupt();
        leaving.join();
        var next = taking(slots, A, "next");

        first.close();
        next.join();

        assertThat(came).containsExactly("leaving: InterruptedException", "next");
        slots.take(A, () -> false).close();
    }

    @Test
    void take_tooLongOrTooMany_isRefused() throws Exception {
        var slots = slots(1, 1, 1, Duration.ofMillis(1));
        var first = slots.take(A, () -> false);
        assertThatThrownBy(() -> slots.take(A, () -> false))
                .isInstanceOf(OriginBusyException.class)
                .hasMessageContaining("[origin] per_origin");

        var full = slots(1, 1, 0, Duration.ofMinutes(1));
        full.take(A, () -> false);
        assertThatThrownBy(() -> full.take(A, () -> false))
                .isInstanceOf(OriginBusyException.class)
                .hasMessageContaining("[origin] waiting");
        first.close();
        slots.take(A, () -> false).close();
    }
}
