package org.aptheke.metrics;

import org.aptheke.cache.CacheStatus;
import org.aptheke.cache.ForwardReason;

/** What the cache did with a request, as a label: the words of RFC 9211. */
enum CacheUse {
    HIT("hit", Group.HIT),
    /** Answered from the store although it is stale. */
    STALE_HIT("stale-hit", Group.HIT),
    METHOD(ForwardReason.METHOD),
    URI_MISS(ForwardReason.URI_MISS),
    VARY_MISS(ForwardReason.VARY_MISS),
    REQUEST(ForwardReason.REQUEST),
    STALE(ForwardReason.STALE),
    PARTIAL(ForwardReason.PARTIAL),
    BYPASS(ForwardReason.BYPASS),
    MISS(ForwardReason.MISS),
    /** An answer of the program itself, a tunnel, or none. */
    NONE("none", Group.NONE);

    private static final CacheUse[] VALUES = values();
    private static final String FORWARDED = "fwd=";
    private static final String HIT_WITH_MORE = "hit;";
    private static final String NEGATIVE_FRESHNESS = "ttl=-";

    private final String label;
    private final Group group;

    /** Those that take about as long. */
    enum Group {
        HIT("hit"),
        FORWARDED("forwarded"),
        NONE("none");

        private final String label;

        Group(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    CacheUse(String label, Group group) {
        this.label = label;
        this.group = group;
    }

    CacheUse(ForwardReason reason) {
        this(reason.token(), Group.FORWARDED);
    }

    String label() {
        return label;
    }

    Group group() {
        return group;
    }

    /** As a {@code Cache-Status} says it, without the name of the cache. */
    static CacheUse of(String cacheStatus) {
        if (cacheStatus.equals(HIT.label)) {
            return HIT;
        }
        if (cacheStatus.startsWith(HIT_WITH_MORE)) {
            return CacheStatus.says(cacheStatus, NEGATIVE_FRESHNESS) ? STALE_HIT : HIT;
        }
        if (cacheStatus.startsWith(FORWARDED)) {
            int semicolon = cacheStatus.indexOf(';');
            int length = (semicolon < 0 ? cacheStatus.length() : semicolon) - FORWARDED.length();
            for (var use : VALUES) {
                if (use.label.length() == length && cacheStatus.startsWith(use.label, FORWARDED.length())) {
                    return use;
                }
            }
        }
        return NONE;
    }

    /** Whether a request shared the fetch of another. */
    static boolean isCollapsed(String cacheStatus) {
        return cacheStatus.startsWith(FORWARDED) && CacheStatus.says(cacheStatus, "; collapsed");
    }
}
