package org.aptheke.stock;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.cache.CacheKey;

/**
 * Some of what was looked for.
 *
 * @param next where to go on; empty when this is all
 * @param total how many there are, where that can be told cheaply
 */
public record StockPage(List<StockItem> items, Optional<CacheKey> next, OptionalLong total) {
    public StockPage {
        items = List.copyOf(items);
    }
}
