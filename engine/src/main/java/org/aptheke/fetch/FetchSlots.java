package org.aptheke.fetch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.aptheke.origin.OriginBusyException;

/**
 * Lets so many fetches run at once, in all and per origin. Who came first goes first, as far as its origin has room: the
 * answers of a connection are sent in the order of their requests, and a fetch whose answer has to wait for one behind it
 * would wait for ever. Those that no client waits for get at most half of the places, so that clients always find some;
 * they wait as long as it takes, and do not count among those that wait. Safe for use by many threads.
 */
final class FetchSlots {
    private final FetchLimits limits;
    private final ReentrantLock lock = new ReentrantLock();

    /** Those that wait, in the order of their coming; none of them has room. */
    @GuardedBy("lock")
    private final Set<Turn> waiting = new LinkedHashSet<>();

    @GuardedBy("lock")
    private final Taken all = new Taken();

    /** Those of them that no client waited for when they were taken. */
    @GuardedBy("lock")
    private final Taken background = new Taken();

    /** Those that have no place any more, but are not at their end. */
    @GuardedBy("lock")
    private int filing;

    FetchSlots(FetchLimits limits) {
        this.limits = limits;
    }

    /** How many have a place, and how many wait for one. */
    public record Load(int running, int waiting) {}

    Load load() {
        lock.lock();
        try {
            return new Load(all.count(), waiting.size());
        } finally {
            lock.unlock();
        }
    }

    /** A place among the running; closing gives it back. */
    interface Slot extends AutoCloseable {
        /**
         * Gives it to another fetch at once, because all has come and is only being filed: unless as many are being filed
         * already as may run.
         */
        void giveBackEarly();

        @Override
        void close();
    }

    /** One that wants a place, waits for it, or has it. */
    private static final class Turn {
        private final String origin;
        private final BooleanSupplier unattended;
        private final Condition came;

        /** Whether it counts among those in the background while it has its place. */
        private boolean behind;

        /** Whether it has its place no longer, but still files what it has brought. */
        private boolean filing;

        Turn(String origin, BooleanSupplier unattended, Condition came) {
            this.origin = origin;
            this.unattended = unattended;
            this.came = came;
        }

        boolean isUnattended() {
            return unattended.getAsBoolean();
        }
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
            var turn = new Turn(origin, unattended, lock.newCondition());
            if (hasRoom(turn)) {
                occupy(turn);
            } else {
                await(turn);
            }
            return new Place(turn);
        } finally {
            lock.unlock();
        }
    }

    /** A client waits now for a fetch that none waited for. */
    void attended() {
        lock.lock();
        try {
            giveAway();
            waiting.forEach(turn -> turn.came.signal());
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private boolean hasRoom(Turn turn) {
        boolean full = all.count() >= limits.total() || all.count(turn.origin) >= limits.perOrigin();
        return !full && !(turn.isUnattended() && isBackgroundFull(turn.origin));
    }

    @GuardedBy("lock")
    private boolean isBackgroundFull(String origin) {
        return background.count() >= half(limits.total()) || background.count(origin) >= half(limits.perOrigin());
    }

    private static int half(int places) {
        return Math.max(1, places / 2);
    }

    @GuardedBy("lock")
    private void occupy(Turn turn) {
        turn.behind = turn.isUnattended();
        all.add(turn.origin);
        if (turn.behind) {
            background.add(turn.origin);
        }
    }

    @GuardedBy("lock")
    private void await(Turn turn) throws OriginBusyException, InterruptedException {
        long clients = waiting.stream().filter(other -> !other.isUnattended()).count();
        if (!turn.isUnattended() && clients >= limits.waiting()) {
            throw new OriginBusyException(clients + " fetches wait already, which is the limit ([origin] waiting)");
        }
        waiting.add(turn);
        try {
            awaitTurn(turn);
        } catch (InterruptedException e) {
            if (!waiting.contains(turn)) {
                vacate(turn);
            }
            throw e;
        } finally {
            waiting.remove(turn);
        }
    }

    @GuardedBy("lock")
    private void awaitTurn(Turn turn) throws OriginBusyException, InterruptedException {
        long nanos = limits.turn().toNanos();
        while (waiting.contains(turn)) {
            if (turn.isUnattended()) {
                turn.came.await();
            } else if (nanos > 0) {
                nanos = turn.came.awaitNanos(nanos);
            } else {
                throw new OriginBusyException(turn.origin + ": " + all.count(turn.origin) + " fetches from it and "
                        + all.count() + " in all are running; no place within "
                        + limits.turn().toSeconds() + " s ([origin] per_origin, fetches)");
            }
        }
    }

    private final class Place implements Slot {
        private final Turn turn;

        Place(Turn turn) {
            this.turn = turn;
        }

        @Override
        public void giveBackEarly() {
            lock.lock();
            try {
                if (!turn.filing && filing < limits.total()) {
                    filing++;
                    turn.filing = true;
                    vacate(turn);
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                if (turn.filing) {
                    filing--;
                } else {
                    vacate(turn);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** Gives a place back, and it or what it made room for to those that have waited longest. */
    @GuardedBy("lock")
    private void vacate(Turn turn) {
        all.remove(turn.origin);
        if (turn.behind) {
            background.remove(turn.origin);
        }
        giveAway();
    }

    @GuardedBy("lock")
    private void giveAway() {
        var turns = waiting.iterator();
        while (all.count() < limits.total() && turns.hasNext()) {
            var turn = turns.next();
            if (hasRoom(turn)) {
                occupy(turn);
                turns.remove();
                turn.came.signal();
            }
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
