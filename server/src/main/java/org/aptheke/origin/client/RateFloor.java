package org.aptheke.origin.client;

import java.time.Duration;
import org.aptheke.origin.OriginTimeoutException;

/**
 * The slowest that content may come. Only time spent waiting for the origin counts: a caller that pauses, on its own or
 * for the bandwidth limit, does the origin no harm. Used by one thread.
 */
final class RateFloor {
    private static final double NANOS = 1e9;

    private final long bytesPerSecond;
    private final long window;
    private long waited;
    private long received;

    /** @param bytesPerSecond 0 for no floor */
    RateFloor(long bytesPerSecond, Duration window) {
        this.bytesPerSecond = bytesPerSecond;
        this.window = window.toNanos();
    }

    /** Counts a read, and at the end of each window looks back at it. */
    void count(int bytes, long nanosWaited) throws OriginTimeoutException {
        waited += nanosWaited;
        received += bytes;
        if (bytesPerSecond == 0 || waited < window) {
            return;
        }
        double rate = received / (waited / NANOS);
        if (rate < bytesPerSecond) {
            throw new OriginTimeoutException("content came with " + Math.round(rate) + " bytes per second over "
                    + Math.round(waited / NANOS) + " s, less than " + bytesPerSecond);
        }
        waited = 0;
        received = 0;
    }
}
