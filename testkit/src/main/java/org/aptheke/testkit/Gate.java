package org.aptheke.testkit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A point where an origin waits until the test lets it go on. A gate is shut at first and stays open once opened;
 * waiting is limited, so that a forgotten gate fails the test instead of hanging it. Safe for use by many threads.
 */
public final class Gate {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final CountDownLatch opened = new CountDownLatch(1);
    private final Semaphore arrivals = new Semaphore(0);

    public void open() {
        opened.countDown();
    }

    /** Waits until the gate is open. */
    public void pass() throws InterruptedException {
        arrivals.release();
        if (!opened.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("nobody opened the gate within " + LIMIT);
        }
    }

    /** Waits until one more thread has come to the gate; each arrival is counted once. */
    public void awaitArrival(Duration limit) throws InterruptedException {
        if (!arrivals.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("nobody came to the gate within " + limit);
        }
    }
}
