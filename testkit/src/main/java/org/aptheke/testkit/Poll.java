package org.aptheke.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Waits for what other threads or processes do, where nothing tells that it was done: looks again and again, at first
 * often. A wait is limited, so that what never comes fails the test instead of hanging it.
 */
public final class Poll {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long SHORTEST_PAUSE = Duration.ofMillis(1).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofMillis(50).toNanos();

    private Poll() {}

    /** Something that comes true, and what looking for it may throw. */
    @FunctionalInterface
    public interface Condition<X extends Exception> {
        boolean holds() throws X;
    }

    /** Returns as soon as it holds; {@code what} is expected, in the words of the failure. */
    public static <X extends Exception> void until(String what, Condition<X> condition) throws X {
        until(() -> what, condition);
    }

    /** The same with words that are made when it has failed, so that they can tell how far it came. */
    public static <X extends Exception> void until(Supplier<String> what, Condition<X> condition) throws X {
        within(LIMIT, what, condition);
    }

    static <X extends Exception> void within(Duration limit, Supplier<String> what, Condition<X> condition) throws X {
        long start = System.nanoTime();
        for (long pause = SHORTEST_PAUSE; !condition.holds(); pause = Math.min(2 * pause, LONGEST_PAUSE)) {
            // The limit of the whole test interrupts; to look on without a pause would not end sooner.
            if (System.nanoTime() - start > limit.toNanos()
                    || Thread.currentThread().isInterrupted()) {
                throw new AssertionError(
                        "not so after " + Duration.ofNanos(System.nanoTime() - start) + ": " + what.get());
            }
            LockSupport.parkNanos(pause);
        }
    }
}
