package org.aptheke.origin;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.function.LongSupplier;

/**
 * Spreads bytes over time: holds as many tokens as flow in half a second, and lets them go into debt, which whoever
 * took them waits for. Safe for use by many threads.
 */
final class TokenBucket {
    private static final double NANOS = 1e9;
    private static final double BURST_SECONDS = 0.5;

    private final LongSupplier nanoTime;

    @GuardedBy("this")
    private double tokens;

    @GuardedBy("this")
    private long filledAt;

    @GuardedBy("this")
    private boolean used;

    TokenBucket(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Takes tokens for bytes that have come.
     *
     * @param bytesPerSecond the rate at this time; 0 for no limit
     * @return nanoseconds to wait before going on
     */
    synchronized long take(long bytes, long bytesPerSecond) {
        if (bytesPerSecond == 0) {
            used = false;
            return 0;
        }
        long now = nanoTime.getAsLong();
        double most = bytesPerSecond * BURST_SECONDS;
        tokens = used ? Math.min(most, tokens + (now - filledAt) / NANOS * bytesPerSecond) : most;
        used = true;
        filledAt = now;
        tokens -= bytes;
        return tokens >= 0 ? 0 : (long) (-tokens / bytesPerSecond * NANOS);
    }

    /** Whether nobody took anything for so long that a new bucket would be the same. */
    synchronized boolean isIdle() {
        return !used || nanoTime.getAsLong() - filledAt > 60 * NANOS;
    }
}
