package org.aptheke.fetch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.aptheke.origin.OriginBusyException;

/**
 * Lets so many fetches run at once, in all and per origin. Who came first goes first, as far as its origin has room: the
 * answers of a connection are sent in the order of their requests, and a fetch whose answer has to wait for one behind it
 * would wait for ever. Safe for use by many threads.
 */
final class FetchSlots {
    private final FetchLimits limits;
    private final ReentrantLock lock = new ReentrantLock();

    /** Those that wait, in the order of their coming; none of them has room. */
    @GuardedBy("lock")
    private final Set<Turn> waiting = new LinkedHashSet<>();

    @GuardedBy("lock")
    private final Map<String, Integer> runningByOrigin = new HashMap<>();

    @GuardedBy("lock")
    private int running;

    FetchSlots(FetchLimits limits) {
        this.limits = limits;
    }

    /** A place among the running; closing gives it back. */
    interface Slot extends AutoCloseable {
        @Override
        void close();
    }

    /** One that waits. */
    private static final class Turn {
        private final String origin;
        private final Condition came;

        Turn(String origin, Condition came) {
            this.origin = origin;
            this.came = came;
        }
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
            } else {
                occupy(origin);
            }
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
    private void occupy(String origin) {
        running++;
        runningByOrigin.merge(origin, 1, Integer::sum);
    }

    @GuardedBy("lock")
    private void await(String origin) throws OriginBusyException, InterruptedException {
        if (waiting.size() >= limits.waiting()) {
            throw new OriginBusyException(
                    waiting.size() + " fetches wait already, which is the limit ([origin] waiting)");
        }
        var turn = new Turn(origin, lock.newCondition());
        waiting.add(turn);
        long nanos = limits.turn().toNanos();
        try {
            while (waiting.contains(turn)) {
                if (nanos <= 0) {
                    throw new OriginBusyException(origin + ": " + runningByOrigin.getOrDefault(origin, 0)
                            + " fetches from it and " + running + " in all are running; no place within "
                            + limits.turn().toSeconds() + " s ([origin] per_origin, fetches)");
                }
                nanos = turn.came.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            if (!waiting.contains(turn)) {
                vacate(origin);
            }
            throw e;
        } finally {
            waiting.remove(turn);
        }
    }

    private void release(String origin) {
        lock.lock();
        try {
            vacate(origin);
        } finally {
            lock.unlock();
        }
    }

    /** Gives a place back, and it or what it made room for to those that have waited longest. */
    @GuardedBy("lock")
    private void vacate(String origin) {
        running--;
        runningByOrigin.computeIfPresent(origin, (_, count) -> count == 1 ? null : count - 1);
        var turns = waiting.iterator();
        while (running < limits.total() && turns.hasNext()) {
            var turn = turns.next();
            if (!isFull(turn.origin)) {
                occupy(turn.origin);
                turns.remove();
                turn.came.signal();
            }
        }
    }
}
