package org.aptheke.main;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.aptheke.cache.CacheKey;
import org.aptheke.store.Catalog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what was counted in memory to the catalogue, now and then and at the end. */
final class Bookkeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Bookkeeping.class);
    private static final long PERIOD_SECONDS = 10;

    private final Catalog catalog;
    private final List<Supplier<Map<CacheKey, Catalog.Uses>>> books;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("bookkeeping").factory());

    Bookkeeping(Catalog catalog, List<Supplier<Map<CacheKey, Catalog.Uses>>> books) {
        this.catalog = catalog;
        this.books = List.copyOf(books);
        var _ = timer.scheduleWithFixedDelay(this::enter, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    private void enter() {
        var uses = new HashMap<CacheKey, Catalog.Uses>();
        for (var book : books) {
            book.get().forEach((key, counted) -> uses.merge(key, counted, Bookkeeping::sum));
        }
        if (uses.isEmpty()) {
            return;
        }
        try {
            catalog.noteUses(uses);
        } catch (IOException e) {
            LOG.warn("{} uses could not be noted", uses.size(), e);
        }
    }

    private static Catalog.Uses sum(Catalog.Uses one, Catalog.Uses other) {
        var last = one.last().isAfter(other.last()) ? one.last() : other.last();
        return new Catalog.Uses(one.count() + other.count(), last);
    }

    @Override
    public void close() {
        timer.close();
        enter();
    }
}
