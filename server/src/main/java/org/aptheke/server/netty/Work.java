package org.aptheke.server.netty;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;

/**
 * The virtual thread that makes one answer, so that it can be called off when nobody waits for the answer any more.
 * Safe for use by many threads.
 *
 * <p>The thread is not interrupted while it reads from a file that others share: an interrupted read closes the
 * channel, for all of them.
 */
final class Work {
    private final Object lock = new Object();

    @GuardedBy("lock")
    private @Nullable Thread thread;

    @GuardedBy("lock")
    private boolean interruptible = true;

    @GuardedBy("lock")
    private boolean abandoned;

    void start(Runnable task) {
        Thread.ofVirtual().name("answer").start(() -> {
            synchronized (lock) {
                thread = Thread.currentThread();
            }
            try {
                task.run();
            } finally {
                synchronized (lock) {
                    thread = null;
                }
            }
        });
    }

    /** Interrupts the thread, now or not at all. */
    void abandon() {
        synchronized (lock) {
            abandoned = true;
            if (thread != null && interruptible) {
                thread.interrupt();
            }
        }
    }

    /** No interrupt from now on; returns whether the answer is still wanted. Called by the thread itself. */
    boolean beginQuiet() {
        synchronized (lock) {
            interruptible = false;
            var _ = Thread.interrupted();
            return !abandoned;
        }
    }

    /** Interrupts are fine again; returns whether the answer is still wanted. Called by the thread itself. */
    boolean endQuiet() {
        synchronized (lock) {
            interruptible = true;
            return !abandoned;
        }
    }

    boolean abandoned() {
        synchronized (lock) {
            return abandoned;
        }
    }
}
