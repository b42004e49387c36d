package org.aptheke.pool;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the number of mapped files low: one that is mapped beyond it unmaps another, the first in the order of mapping
 * that was not used since it was considered last (the "clock"). Lookups take no lock for it. Safe for use by many
 * threads.
 */
final class MappedBound {
    private final int most;

    @GuardedBy("this")
    private final ArrayDeque<PoolIndex> mapped = new ArrayDeque<>();

    MappedBound(int most) {
        this.most = most;
    }

    /** Counts one that was mapped just now. */
    void add(PoolIndex index) {
        for (var other : makeRoomFor(index)) {
            other.unmap();
        }
    }

    private synchronized List<PoolIndex> makeRoomFor(PoolIndex index) {
        var victims = new ArrayList<PoolIndex>();
        int spared = 0;
        while (mapped.size() >= most) {
            var oldest = mapped.removeFirst();
            // After one round the next goes, used or not: lookups go on setting the mark meanwhile.
            if (spared < most && oldest.takeUsed()) {
                spared++;
                mapped.addLast(oldest);
            } else {
                victims.add(oldest);
            }
        }
        mapped.addLast(index);
        return victims;
    }

    synchronized void remove(PoolIndex index) {
        mapped.remove(index);
    }

    synchronized int count() {
        return mapped.size();
    }
}
