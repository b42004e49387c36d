package org.aptheke.proxy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.aptheke.cache.CacheKey;

/**
 * Voids answers held in memory: whoever changes what is stored under a key advances its epoch, and an answer made in
 * an earlier epoch is not repeated. Keys share epochs by their hash, so a change may void more than it must, never
 * less. Safe for use by many threads, without locks.
 */
public final class HotEpochs {
    private static final int STRIPES = 4096;

    private final AtomicIntegerArray epochs = new AtomicIntegerArray(STRIPES);

    /** Read it before reading the catalogue: a change in between then voids the answer. */
    public int of(CacheKey key) {
        return epochs.get(stripe(key));
    }

    /** Call it after the catalogue was changed. */
    public void advance(CacheKey key) {
        epochs.incrementAndGet(stripe(key));
    }

    /** Voids everything: the rules themselves have changed. */
    public void advanceAll() {
        for (int i = 0; i < STRIPES; i++) {
            epochs.incrementAndGet(i);
        }
    }

    private static int stripe(CacheKey key) {
        int hash = key.hashCode();
        return (hash ^ (hash >>> 16)) & (STRIPES - 1);
    }
}
