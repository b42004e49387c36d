package org.aptheke.traffic;

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
        // What comes behind this is words, in which anything may stand.
        int detail = cacheStatus.indexOf("; detail=");
        var tokens = detail < 0 ? cacheStatus : cacheStatus.substring(0, detail);
        if (tokens.contains("; collapsed")) {
            return JOINED;
        }
        return tokens.contains("; fwd-status=304") ? VALIDATED : MISS;
    }
}
