package org.aptheke.fetch;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Buffers for the contents on their way, used again: a new one is cleared before it is filled, and a young generation
 * holds few of them. Thread-safe.
 */
final class CopyBuffers {
    static final int BYTES = 128 * 1024;

    private static final int KEPT = 16;

    private final ConcurrentLinkedDeque<ByteBuffer> free = new ConcurrentLinkedDeque<>();
    private final AtomicInteger kept = new AtomicInteger();

    /** One that nobody else has; may hold any bytes. */
    ByteBuffer take() {
        var buffer = free.pollFirst();
        if (buffer == null) {
            return ByteBuffer.allocate(BYTES);
        }
        kept.decrementAndGet();
        return buffer.clear();
    }

    /** The caller does not use it any more. */
    void giveBack(ByteBuffer buffer) {
        if (kept.incrementAndGet() <= KEPT) {
            free.addFirst(buffer);
        } else {
            kept.decrementAndGet();
        }
    }
}
