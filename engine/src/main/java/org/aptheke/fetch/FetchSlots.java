package org.aptheke.fetch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.aptheke.origin.OriginBusyException;

/** Lets so many fetches run at once, in all and per origin. Safe for use by many threads. */
final class FetchSlots {
    private final FetchLimits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();

    @GuardedBy("lock")
    private final Map<String, Integer> runningByOrigin = new HashMap<>();

    @GuardedBy("lock")
    private int running;

    @GuardedBy("lock")
    private int waiting;

    FetchSlots(FetchLimits limits) {
        this.limits = limits;
    }

    /** A place among the running; closing gives it back. */
    interface Slot extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Waits for a place.
     *
     * @throws OriginBusyException when too many wait already, or it took too long
     */
    Slot take(String origin) throws OriginBusyException, InterruptedException {
        lock.lockInterruptibly();
        try {
            if (isFull(origin)) {
                await(origin);
            }
            running++;
            runningByOrigin.merge(origin, 1, Integer::sum);
        } finally {
            lock.unlock();
        }
        return () -> release(origin);
    }

    @GuardedBy("lock")
    private boolean isFull(String origin) {
        return running >= limits.total() || runningByOrigin.getOrDefault(origin, 0) >= limits.perOrigin();
    }

    @GuardedBy("lock")
    private void await(String origin) throws OriginBusyException, InterruptedException {
        if (waiting >= limits.waiting()) {
            throw new OriginBusyException(waiting + " fetches wait already, which is the limit ([origin] waiting)");
        }
        waiting++;
        try {
            long nanos = limits.turn().toNanos();
            while (isFull(origin)) {
                if (nanos <= 0) {
                    throw new OriginBusyException(origin + ": " + runningByOrigin.getOrDefault(origin, 0)
                            + " fetches from it and " + running + " in all are running; no place within "
                            + limits.turn().toSeconds() + " s ([origin] per_origin, fetches)");
                }
                nanos = freed.awaitNanos(nanos);
            }
        } finally {
            waiting--;
        }
    }

    private void release(String origin) {
        lock.lock();
        try {
            running--;
            runningByOrigin.computeIfPresent(origin, (_, count) -> count == 1 ? null : count - 1);
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
