package org.aptheke.server.netty;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes of answers that are in memory, up to a limit. Safe for use by many threads. */
final class MemoryBudget {
    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    MemoryBudget(long limit) {
        this.limit = limit;
    }

    boolean take(long bytes) {
        if (taken.addAndGet(bytes) > limit) {
            taken.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }

    long taken() {
        return taken.get();
    }
}
