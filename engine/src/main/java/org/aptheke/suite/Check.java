package org.aptheke.suite;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One check of a suite, which all who ask meanwhile wait for. Safe for use by many threads.
 *
 * <p>First the origin is asked whether its release file has changed. If it has, the check goes on until the new
 * generation is adopted or put off; only who caused the check waits for that.
 */
final class Check {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    /** The origin has answered, or cannot be asked. */
    void asked() {
        asked.countDown();
    }

    void ended() {
        asked.countDown();
        ended.countDown();
    }

    /** Waits for the origin's word; false when it does not come in time. */
    boolean awaitAsked(Duration limit) throws InterruptedException {
        return asked.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Waits until all that follows from it is done; false when it takes longer. */
    boolean awaitEnded(Duration limit) throws InterruptedException {
        return ended.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }
}
