package org.aptheke.metrics;

import java.util.concurrent.atomic.LongAdder;

/** How many durations fell between which bounds. Adding one takes no lock. Safe for use by many threads. */
final class Buckets {
    /** From what an answer from memory takes to what a large file takes on a slow line. */
    private static final double[] BOUNDS_SECONDS = {
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300
    };

    private static final double NANOS_PER_SECOND = 1e9;
    private static final long[] BOUNDS = nanos();

    private final LongAdder[] counts = new LongAdder[BOUNDS.length + 1];
    private final LongAdder nanos = new LongAdder();

    Buckets() {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    private static long[] nanos() {
        var bounds = new long[BOUNDS_SECONDS.length];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = Math.round(BOUNDS_SECONDS[i] * NANOS_PER_SECOND);
        }
        return bounds;
    }

    void add(long durationNanos) {
        long taken = Math.max(0, durationNanos);
        // From the shortest on: nearly all are answers from memory.
        int bucket = 0;
        while (bucket < BOUNDS.length && taken > BOUNDS[bucket]) {
            bucket++;
        }
        counts[bucket].increment();
        nanos.add(taken);
    }

    /** Upper bounds in seconds, without the last, which is infinite. */
    static double[] bounds() {
        return BOUNDS_SECONDS.clone();
    }

    /** How many fell into each, the last of which has no bound. */
    long[] counts() {
        var all = new long[counts.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = counts[i].sum();
        }
        return all;
    }

    double seconds() {
        return nanos.sum() / NANOS_PER_SECOND;
    }
}
