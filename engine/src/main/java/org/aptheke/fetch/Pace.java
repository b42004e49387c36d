package org.aptheke.fetch;

import java.time.Duration;

/** How fast something grows: in the last second or so. Not thread-safe: the lock of its transfer guards it. */
final class Pace {
    private static final long WINDOW_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long FORGOTTEN_NANOS = Duration.ofSeconds(5).toNanos();

    private long windowBegan;
    private long windowStart;
    private long end;
    private long bytesPerSecond;
    private boolean measured;

    void begin(long position, long nanos) {
        windowBegan = nanos;
        windowStart = position;
        end = position;
        bytesPerSecond = 0;
        measured = false;
    }

    void reached(long position, long nanos) {
        end = position;
        if (nanos - windowBegan >= WINDOW_NANOS) {
            bytesPerSecond = rate(nanos);
            measured = true;
            windowBegan = nanos;
            windowStart = position;
        }
    }

    /** Zero when nothing has come for some seconds. */
    long bytesPerSecond(long nanos) {
        long since = nanos - windowBegan;
        if (!measured || since >= FORGOTTEN_NANOS) {
            return since <= 0 ? 0 : rate(nanos);
        }
        return bytesPerSecond;
    }

    private long rate(long nanos) {
        double seconds = Math.max(1, nanos - windowBegan)
                / (double) Duration.ofSeconds(1).toNanos();
        return (long) ((end - windowStart) / seconds);
    }
}
