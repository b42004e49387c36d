package org.aptheke.fetch;

import java.util.HashSet;
import java.util.Set;
import org.aptheke.cache.CacheKey;
import org.aptheke.origin.OriginResponse;

/**
 * Who sent something else than was promised while one content was sought. A source may stand for many places, of which
 * another answers each time: as long as new ones turn up, one of them may be right. Used by one thread.
 */
final class Misleaders {
    private final Set<CacheKey> known = new HashSet<>();
    private boolean news;

    /** That response was wrong, and no other had a part in it. */
    void add(Source source, OriginResponse response, DigestMismatchException how) {
        response.wasWrong(FetchTools.describe(how));
        var place = CacheKey.of(response.target());
        news |= known.add(place) && !place.equals(CacheKey.of(source.target()));
    }

    /** Whether another place than the source itself turned up since the last call. */
    boolean takeNews() {
        boolean taken = news;
        news = false;
        return taken;
    }
}
