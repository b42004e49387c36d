package org.aptheke.proxy;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.aptheke.cache.CacheKey;
import org.aptheke.store.Catalog;

/** Counts uses in memory until they are drained to the catalogue. Safe for use by many threads. */
public final class UseBook {
    private static final int MAX_KEYS = 100_000;

    private final ConcurrentMap<CacheKey, Catalog.Uses> uses = new ConcurrentHashMap<>();

    /** Counts one use; nothing is noted of further keys while very many wait to be drained. */
    public void note(CacheKey key, Instant now) {
        if (uses.size() < MAX_KEYS || uses.containsKey(key)) {
            uses.merge(
                    key, new Catalog.Uses(1, now), (before, one) -> new Catalog.Uses(before.count() + 1, one.last()));
        }
    }

    /** What was noted since the last call. */
    public Map<CacheKey, Catalog.Uses> drain() {
        var drained = new HashMap<CacheKey, Catalog.Uses>();
        for (var key : uses.keySet()) {
            var counted = uses.remove(key);
            if (counted != null) {
                drained.put(key, counted);
            }
        }
        return drained;
    }
}
