package org.aptheke.events;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue for many producers and one consumer that never blocks: a full ring refuses.
 *
 * <p>Each slot has a sequence number (after Dmitry Vyukov's bounded queue). For the slot of position {@code p} it is
 * {@code p} when a producer may claim the slot, {@code p + 1} when the item is there, and {@code p + capacity} when the
 * consumer has taken it, which makes it free for the next round. Producers claim positions by compare-and-set on the
 * tail; only the consumer moves the head.
 */
public final class Ring<T> {
    private final int mask;
    private final AtomicLongArray sequences;
    private final AtomicReferenceArray<@Nullable T> items;
    private final AtomicLong tail = new AtomicLong();
    private final int batchMask;
    private final Runnable gathered;
    private long head;

    /**
     * An empty ring.
     *
     * @param capacity a power of two
     */
    public Ring(int capacity) {
        this(capacity, capacity, () -> {});
    }

    /**
     * An empty ring whose consumer hears of each batch, so that much need not gather before it looks.
     *
     * @param capacity a power of two
     * @param batch so many items; a power of two
     * @param gathered called by the producer that completes a batch; never blocks
     */
    public Ring(int capacity, int batch, Runnable gathered) {
        mask = maskOf(capacity);
        batchMask = maskOf(batch);
        this.gathered = gathered;
        sequences = new AtomicLongArray(capacity);
        items = new AtomicReferenceArray<>(capacity);
        for (int i = 0; i < capacity; i++) {
            sequences.set(i, i);
        }
    }

    private static int maskOf(int size) {
        if (Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("the size must be a power of two, not " + size);
        }
        return size - 1;
    }

    /** Adds the item, or returns false when there is no room. Safe for use by many threads. */
    public boolean offer(T item) {
        while (true) {
            long position = tail.get();
            int slot = (int) position & mask;
            long turn = sequences.get(slot) - position;
            if (turn < 0) {
                return false;
            }
            if (turn == 0 && tail.compareAndSet(position, position + 1)) {
                items.setPlain(slot, item);
                // A full fence, not only a release: who offers looks next whether the consumer sleeps.
                sequences.set(slot, position + 1);
                if ((position & batchMask) == batchMask) {
                    gathered.run();
                }
                return true;
            }
        }
    }

    /** Hands over what is there, in order, up to {@code most} items; returns how many. For the consumer only. */
    public int drain(Consumer<? super T> consumer, int most) {
        int count = 0;
        while (count < most && !isEmpty()) {
            int slot = (int) head & mask;
            T item = items.getPlain(slot);
            items.setPlain(slot, null);
            sequences.set(slot, head + mask + 1);
            head++;
            count++;
            if (item != null) {
                consumer.accept(item);
            }
        }
        return count;
    }

    /** For the consumer only. */
    public boolean isEmpty() {
        return sequences.get((int) head & mask) != head + 1;
    }
}
