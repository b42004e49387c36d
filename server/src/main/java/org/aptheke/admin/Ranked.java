package org.aptheke.admin;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.aptheke.store.TrafficBook;
import org.aptheke.store.TrafficBook.Entry;
import org.aptheke.store.TrafficBook.Order;
import org.aptheke.store.TrafficBook.Ranking;
import org.aptheke.store.TrafficBook.Span;
import org.aptheke.store.TrafficBook.Subject;

/**
 * A page of names with their traffic.
 *
 * @param total how many names have traffic in that time
 * @param next where to go on; empty when this is all
 */
record Ranked(List<Entry> entries, long total, Optional<String> next) {
    private static final int USUAL = 50;
    private static final Duration USUAL_TIME = Duration.ofDays(1);

    /** Names have hours for about a week. */
    private static final Duration HOURS_REACH = Duration.ofDays(7);

    static Ranked of(TrafficBook book, Subject subject, Params params, Instant now) throws IOException {
        var until = params.instant("until", now.plus(Span.HOUR.length()));
        var from = params.instant("from", now.minus(USUAL_TIME));
        var span = from.isBefore(now.minus(HOURS_REACH)) ? Span.DAY : Span.HOUR;
        int limit = params.limit(USUAL);
        int offset = params.offset();
        var entries = book.ranked(new Ranking(
                subject,
                span,
                span.begin(from),
                until,
                params.word("order", Order.class, Order.BYTES),
                params.text("q").orElse(""),
                offset,
                limit + 1));
        boolean more = entries.size() > limit;
        return new Ranked(
                more ? entries.subList(0, limit) : entries,
                book.names(subject, span, span.begin(from), until),
                more ? Optional.of(Params.cursor(String.valueOf(offset + limit))) : Optional.empty());
    }
}
