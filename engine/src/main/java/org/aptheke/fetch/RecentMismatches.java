package org.aptheke.fetch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.aptheke.cache.CacheKey;

/** The keys whose content was not as promised the last time: the next fetch goes around caches. Thread-safe. */
final class RecentMismatches {
    private static final int KEYS = 1024;
    private static final Duration CLIENTS_KEEP_PARTS = Duration.ofDays(1);

    private final Cache<CacheKey, Boolean> keys =
            Caffeine.newBuilder().maximumSize(KEYS).executor(Runnable::run).build();

    /** Of those, and of those that were healed since: clients may hold the beginning of what was wrong. */
    private final Cache<CacheKey, Boolean> misled = Caffeine.newBuilder()
            .maximumSize(KEYS)
            .expireAfterWrite(CLIENTS_KEEP_PARTS)
            .executor(Runnable::run)
            .build();

    void note(CacheKey key) {
        keys.put(key, true);
        misled.put(key, true);
    }

    boolean mayHaveMisled(CacheKey key) {
        return misled.getIfPresent(key) != null;
    }

    boolean has(CacheKey key) {
        return keys.getIfPresent(key) != null;
    }

    void forget(CacheKey key) {
        keys.invalidate(key);
    }
}
