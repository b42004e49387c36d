package org.aptheke.console;

import java.util.Optional;
import org.aptheke.store.TrafficBook;
import org.aptheke.store.TrafficBook.Entry;
import org.aptheke.store.TrafficBook.Span;
import org.aptheke.store.TrafficCounts;

/**
 * Something with its traffic.
 *
 * @param isOthers whether it is all that has no name of its own
 */
record TrafficRow(String name, boolean isOthers, TrafficCounts counts, Optional<Moment> lastAt) {
    static TrafficRow of(Entry entry, Frame frame) {
        boolean others = entry.name().equals(TrafficBook.OTHERS);
        return new TrafficRow(
                others ? "all others" : entry.name(),
                others,
                entry.counts(),
                Optional.of(frame.moment(entry.lastAt())));
    }

    /** Names have hours for about a week; behind that, days. */
    static Span span(Range range) {
        return range == Range.DAY ? Span.HOUR : Span.DAY;
    }

    String saved() {
        return Figures.percent(counts.savedBytes(), counts.bytes());
    }
}
