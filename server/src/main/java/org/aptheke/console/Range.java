package org.aptheke.console;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import org.aptheke.admin.Visit;
import org.aptheke.store.TrafficBook.Span;

/** Over which time traffic is shown, and in how long pieces. */
enum Range {
    DAY("24 hours", "by hour", Span.HOUR, 1, 24, "HH:mm"),
    WEEK("7 days", "by hour", Span.HOUR, 1, 168, "EEE d"),
    MONTH("30 days", "by day", Span.DAY, 1, 30, "d MMM"),
    YEAR("a year", "by week", Span.DAY, 7, 53, "MMM");

    private final String title;
    private final String pieces;
    private final Span span;
    private final int spansPerPiece;
    private final int count;
    private final String form;

    Range(String title, String pieces, Span span, int spansPerPiece, int count, String form) {
        this.title = title;
        this.pieces = pieces;
        this.span = span;
        this.spansPerPiece = spansPerPiece;
        this.count = count;
        this.form = form;
    }

    /** The one that was asked for, else a day. */
    static Range of(Visit visit) {
        return Arrays.stream(values())
                .filter(range -> range.word().equals(visit.asked("range")))
                .findFirst()
                .orElse(DAY);
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String title() {
        return title;
    }

    String pieces() {
        return pieces;
    }

    Span span() {
        return span;
    }

    int count() {
        return count;
    }

    /** As times are written below a plot. */
    String form() {
        return form;
    }

    Duration piece() {
        return span.length().multipliedBy(spansPerPiece);
    }

    /** When the first piece begins, so that the last one has now in it. */
    Instant from(Instant now) {
        var end = span.begin(now).plus(span.length());
        return end.minus(piece().multipliedBy(count));
    }
}
