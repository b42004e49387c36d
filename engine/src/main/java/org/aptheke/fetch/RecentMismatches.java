package org.aptheke.fetch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.aptheke.cache.CacheKey;

/** The keys whose content was not as promised the last time: the next fetch goes around caches. Thread-safe. */
final class RecentMismatches {
    private static final int KEYS = 1024;

    private final Cache<CacheKey, Boolean> keys =
            Caffeine.newBuilder().maximumSize(KEYS).executor(Runnable::run).build();

    void note(CacheKey key) {
        keys.put(key, true);
    }

    boolean has(CacheKey key) {
        return keys.getIfPresent(key) != null;
    }

    void forget(CacheKey key) {
        keys.invalidate(key);
    }
}
