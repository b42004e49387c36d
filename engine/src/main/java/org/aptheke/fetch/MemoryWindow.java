package org.aptheke.fetch;

import java.time.Duration;
import java.util.concurrent.locks.Condition;

/**
 * Bounds what passes through memory. It keeps what the slowest reader still needs, up to a size; then the fetch waits for
 * that reader, or cuts it off when it takes nothing for too long: soon where others wait for it, and in the end in any
 * case, because the answer before it on its connection may never end. Not thread-safe: the lock of its transfer guards it.
 */
final class MemoryWindow {
    private static final int WINDOW_BYTES = 256 * 1024;

    /** A reader that nobody waits for is cut off too, after so many times the patience: it holds a place at the origin. */
    private static final int MAX_LOSSES = 30;

    private final ContentSoFar content;
    private final Audience audience;
    private final Condition left;
    private final Condition arrived;
    private final Duration patience;

    /**
     * @param left of the transfer's lock: a reader has taken something, or left
     * @param arrived of the same: there is news for readers
     * @param patience how long the fetch waits for a reader that holds it up
     */
    MemoryWindow(ContentSoFar content, Audience audience, Condition left, Condition arrived, Duration patience) {
        this.content = content;
        this.audience = audience;
        this.left = left;
        this.arrived = arrived;
        this.patience = patience;
    }

    /** Waits until so many bytes more may be kept. */
    void makeRoom(int bytes) throws InterruptedException {
        long nanos = patience.toNanos();
        long slowest = trim();
        int losses = 0;
        while (content.shownInMemory() + bytes > WINDOW_BYTES && audience.readers() > 0) {
            nanos = left.awaitNanos(nanos);
            long now = trim();
            if (now > slowest) {
                slowest = now;
                nanos = patience.toNanos();
                losses = 0;
            } else if (nanos <= 0) {
                if (audience.cutOff(slowest, ++losses == MAX_LOSSES)) {
                    arrived.signalAll();
                }
                slowest = trim();
                nanos = patience.toNanos();
            }
        }
    }

    /** Drops what every reader has; returns the position of the slowest. */
    private long trim() {
        long slowest = audience.slowest(content.end());
        content.dropBefore(slowest);
        return slowest;
    }
}
