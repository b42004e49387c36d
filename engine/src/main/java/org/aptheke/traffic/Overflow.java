package org.aptheke.traffic;

import java.util.concurrent.atomic.AtomicInteger;
import org.aptheke.events.Event;

/**
 * Counts of answers that came when the ring was full: of whom they were is not known any more, but none is lost. Safe for
 * use by many threads; the lock is taken only then.
 */
final class Overflow {
    private final AtomicInteger waiting = new AtomicInteger();
    private final Tally tally = new Tally();

    void count(Event.Answered answered) {
        synchronized (tally) {
            tally.count(answered, CacheUse.of(answered.cacheStatus()));
        }
        waiting.incrementAndGet();
    }

    /** Adds what was counted since the last time. */
    void drainInto(Tally... tallies) {
        if (waiting.get() == 0) {
            return;
        }
        waiting.set(0);
        synchronized (tally) {
            var lastAt = tally.lastAt();
            var counts = tally.take();
            for (var each : tallies) {
                each.add(counts, lastAt);
            }
        }
    }
}
