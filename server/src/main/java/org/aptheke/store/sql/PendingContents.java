package org.aptheke.store.sql;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.aptheke.cache.CacheKey;
import org.aptheke.digest.Digest;

/**
 * Which keys have changes waiting that put a content: what an index of the database does for the rows that are there
 * already. Safe for use by many threads; the changes of one key come one after the other.
 */
final class PendingContents {
    private final ConcurrentHashMap<Digest, Set<CacheKey>> keys = new ConcurrentHashMap<>();

    Set<CacheKey> keys(Digest content) {
        return keys.getOrDefault(content, Set.of());
    }

    /** The changes of a key put other contents from now on. */
    void replace(CacheKey key, Set<Digest> before, Set<Digest> after) {
        for (var content : after) {
            if (!before.contains(content)) {
                keys.compute(content, (_, known) -> with(known == null ? ConcurrentHashMap.newKeySet() : known, key));
            }
        }
        for (var content : before) {
            if (!after.contains(content)) {
                keys.compute(content, (_, known) -> known == null || isEmptyWithout(known, key) ? null : known);
            }
        }
    }

    private static Set<CacheKey> with(Set<CacheKey> known, CacheKey key) {
        known.add(key);
        return known;
    }

    private static boolean isEmptyWithout(Set<CacheKey> known, CacheKey key) {
        known.remove(key);
        return known.isEmpty();
    }
}
