package org.aptheke.traffic;

import org.aptheke.cache.CacheStatus;

/** What the cache did with a request, as its {@code Cache-Status} tells (RFC 9211). */
enum CacheUse {
    HIT,
    VALIDATED,
    JOINED,
    MISS,
    /** An answer of this program's own. */
    OWN;

    /** @param cacheStatus without the name of this cache */
    static CacheUse of(String cacheStatus) {
        if (cacheStatus.startsWith("hit")) {
            return HIT;
        }
        if (!cacheStatus.startsWith("fwd=")) {
            return OWN;
        }
        if (CacheStatus.says(cacheStatus, "; collapsed")) {
            return JOINED;
        }
        return CacheStatus.says(cacheStatus, "; fwd-status=304") ? VALIDATED : MISS;
    }
}
