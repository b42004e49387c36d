package org.aptheke.stock;

import java.time.Instant;
import org.aptheke.cache.StoredResponse;
import org.aptheke.store.ContentCensus.NamedContent;

/**
 * One name under which something is stored.
 *
 * @param lastUsedAt as of some seconds ago; when it was stored, if it was not used since
 * @param uses how often it was used, as of some seconds ago
 * @param pinned whether its content stays, used or not
 */
public record StockItem(StoredResponse stored, Instant lastUsedAt, long uses, boolean pinned) {
    static StockItem of(NamedContent named, boolean pinned) {
        var use = named.use();
        return new StockItem(named.response(), Instant.ofEpochMilli(use.lastMillis()), use.count(), pinned);
    }
}
