package org.aptheke.store.sql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.StoredResponse;
import org.aptheke.http.Fields;

/**
 * What was found under a key the last time, also that it was nothing; bounded by its size in memory. Safe for use by
 * many threads.
 *
 * <p>A reader that is about to fill in what it read may be overtaken by a change. So each change, after it is visible
 * to new readers, first advances the epoch of its key and then drops the entry; and a reader notes the epoch before it
 * reads and fills in only if that still holds, which is checked under the lock of the entry. Either the reader comes
 * first, and its entry is dropped, or it sees the new epoch. Keys share epochs: that costs at most a fill.
 */
final class FrontCache {
    private static final int STRIPES = 4096;

    /** Objects, references and the cache's own entry, about. */
    private static final int BYTES_PER_KEY = 128;

    private static final int BYTES_PER_RESPONSE = 300;
    private static final int BYTES_PER_FIELD = 130;

    private final Cache<CacheKey, List<StoredResponse>> found;
    private final AtomicIntegerArray epochs = new AtomicIntegerArray(STRIPES);

    FrontCache(long maxBytes) {
        found = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((CacheKey key, List<StoredResponse> responses) -> bytes(key, responses))
                .executor(Runnable::run)
                .build();
    }

    Optional<List<StoredResponse>> find(CacheKey key) {
        return Optional.ofNullable(found.getIfPresent(key));
    }

    /** To be noted before reading. */
    int epoch(CacheKey key) {
        return epochs.get(stripe(key));
    }

    /** Fills in what was read, unless the key changed since. */
    void fill(CacheKey key, List<StoredResponse> responses, int epoch) {
        found.asMap().compute(key, (k, before) -> epochs.get(stripe(k)) == epoch ? responses : before);
    }

    /** Call it when a change is visible to those who read from now on. */
    void drop(CacheKey key) {
        epochs.incrementAndGet(stripe(key));
        found.invalidate(key);
    }

    /** Call it when any key may have changed. */
    void dropAll() {
        for (int i = 0; i < STRIPES; i++) {
            epochs.incrementAndGet(i);
        }
        found.invalidateAll();
    }

    private static int stripe(CacheKey key) {
        int hash = key.hashCode();
        return (hash ^ (hash >>> 16)) & (STRIPES - 1);
    }

    private static int bytes(CacheKey key, List<StoredResponse> responses) {
        int bytes = BYTES_PER_KEY + key.text().length();
        for (var response : responses) {
            bytes += BYTES_PER_RESPONSE + bytes(response.selecting()) + bytes(response.fields());
        }
        return bytes;
    }

    private static int bytes(Fields fields) {
        int bytes = 0;
        for (var field : fields) {
            bytes += BYTES_PER_FIELD + field.name().length() + field.value().length();
        }
        return bytes;
    }
}
