package org.aptheke.systemd;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Asks the service manager for more time while something goes on that may take long, until it is closed; but not for
 * ever, so that what does not come to its end is ended.
 */
public final class Patience implements AutoCloseable {
    /** Two of these may get lost before the time is over. */
    private static final Duration EVERY = Duration.ofSeconds(5);

    private static final Duration BY = EVERY.multipliedBy(3);

    private final CountDownLatch over = new CountDownLatch(1);

    private Patience() {}

    /** Begins to ask, and does for at most so long. */
    public static Patience of(Supervisor supervisor, Duration most) {
        var patience = new Patience();
        if (supervisor.listens()) {
            Thread.ofPlatform().daemon().name("patience").start(() -> patience.ask(supervisor, most.dividedBy(EVERY)));
        }
        return patience;
    }

    private void ask(Supervisor supervisor, long times) {
        try {
            for (long i = 0; i < times; i++) {
                supervisor.extend(BY);
                if (over.await(EVERY.toSeconds(), TimeUnit.SECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        over.countDown();
    }
}
