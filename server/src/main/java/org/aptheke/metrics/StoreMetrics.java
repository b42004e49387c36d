package org.aptheke.metrics;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** How full the store is, and whether it works. */
record StoreMetrics(Supplier<StoreFigures> figures, EventCounts events) implements Part {
    @Override
    public void write(Page page) {
        var now = figures.get();
        page.gauge("aptheke_store_bytes", "What the store holds; not said until it was counted.", known(now.used()));
        page.gauge(
                "aptheke_store_budget_bytes",
                "What it may hold; not said where only the disk is the limit.",
                known(now.budget()));
        page.gauge("aptheke_store_high_mark_bytes", "Above this room is made.", known(now.mark()));
        page.gauge(
                "aptheke_store_disk_usable_bytes",
                "What can still be written on the disk of the store.",
                known(now.usable()));
        page.gauge("aptheke_store_disk_reserve_bytes", "What is left free there for others.", now.reserve());
        page.gauge("aptheke_store_open_files", "Files of the store that are open.", now.openFiles());
        page.counter(
                "aptheke_store_troubles",
                "Times that the store or the catalogue could not do its work, as the log tells.",
                events.storeTroubles());
    }

    private static Optional<Long> known(OptionalLong value) {
        return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
    }
}
