package org.aptheke.fetch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.aptheke.origin.OriginBusyException;

/**
 * Lets so many fetches run at once, in all and per origin. Those that no client waits for get at most half of the
 * places, so that clients always find some; they wait as long as it takes, and do not count among those that wait. Safe
 * for use by many threads.
 */
final class FetchSlots {
    private final FetchLimits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();

    @GuardedBy("lock")
    private final Taken all = new Taken();

    /** Those of them that no client waited for when they were taken. */
    @GuardedBy("lock")
    private final Taken background = new Taken();

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
     * @param unattended whether no client waits for the fetch at this moment
     * @throws OriginBusyException when too many wait already, or it took too long
     */
    Slot take(String origin, BooleanSupplier unattended) throws OriginBusyException, InterruptedException {
        lock.lockInterruptibly();
        try {
            await(origin, unattended);
            boolean behind = unattended.getAsBoolean();
            all.add(origin);
            if (behind) {
                background.add(origin);
            }
            return () -> release(origin, behind);
        } finally {
            lock.unlock();
        }
    }

    /** A client waits now for a fetch that none waited for. */
    void attended() {
        lock.lock();
        try {
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void await(String origin, BooleanSupplier unattended) throws OriginBusyException, InterruptedException {
        while (unattended.getAsBoolean() && isFullForBackground(origin)) {
            freed.await();
        }
        if (isFull(origin)) {
            awaitTurn(origin);
        }
    }

    @GuardedBy("lock")
    private boolean isFull(String origin) {
        return all.count() >= limits.total() || all.count(origin) >= limits.perOrigin();
    }

    @GuardedBy("lock")
    private boolean isFullForBackground(String origin) {
        return isFull(origin)
                || background.count() >= half(limits.total())
                || background.count(origin) >= half(limits.perOrigin());
    }

    private static int half(int places) {
        return Math.max(1, places / 2);
    }

    @GuardedBy("lock")
    private void awaitTurn(String origin) throws OriginBusyException, InterruptedException {
        if (waiting >= limits.waiting()) {
            throw new OriginBusyException(waiting + " fetches wait already, which is the limit ([origin] waiting)");
        }
        waiting++;
        try {
            long nanos = limits.turn().toNanos();
            while (isFull(origin)) {
                if (nanos <= 0) {
                    throw new OriginBusyException(origin + ": " + all.count(origin) + " fetches from it and "
                            + all.count() + " in all are running; no place within "
                            + limits.turn().toSeconds() + " s ([origin] per_origin, fetches)");
                }
                nanos = freed.awaitNanos(nanos);
            }
        } finally {
            waiting--;
        }
    }

    private void release(String origin, boolean behind) {
        lock.lock();
        try {
            all.remove(origin);
            if (behind) {
                background.remove(origin);
            }
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Places taken, in all and per origin. */
    private static final class Taken {
        private final Map<String, Integer> byOrigin = new HashMap<>();
        private int count;

        int count() {
            return count;
        }

        int count(String origin) {
            return byOrigin.getOrDefault(origin, 0);
        }

        void add(String origin) {
            count++;
            byOrigin.merge(origin, 1, Integer::sum);
        }

        void remove(String origin) {
            count--;
            byOrigin.computeIfPresent(origin, (_, old) -> old == 1 ? null : old - 1);
        }
    }
}
