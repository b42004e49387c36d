package org.aptheke.traffic;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.aptheke.store.TrafficBook;
import org.aptheke.store.TrafficBook.Folding;
import org.aptheke.store.TrafficBook.Span;
import org.aptheke.store.TrafficBook.Subject;

/**
 * Keeps the book of traffic small: of hours and days that are over only the names with most traffic keep rows of their
 * own, and of clients and packages hours are kept for some days, then only their days. Used by one thread at a time.
 */
final class TrafficTidying {
    private static final Duration HOURS_OF_NAMES = Duration.ofDays(8);
    private static final int REPOSITORIES = 50;
    private static final int NAMES_OF_HOUR = 200;
    private static final int NAMES_OF_DAY = 1_000;
    private static final int NAMES_TODAY = 5_000;

    private final TrafficBook book;
    private final Supplier<Duration> keep;

    /** Up to where hours are folded; nothing is known of it at the start, when what a crash left is folded too. */
    private Instant foldedUntil = Instant.MIN;

    TrafficTidying(TrafficBook book, Supplier<Duration> keep) {
        this.book = book;
        this.keep = keep;
    }

    /** An hour is over; the next began then. */
    void hourEnded(Instant hour) throws IOException {
        var today = Span.DAY.begin(hour);
        var since = foldedUntil.equals(Instant.MIN) ? hour.minus(HOURS_OF_NAMES) : foldedUntil;
        for (var subject : new Subject[] {Subject.REPOSITORY, Subject.CLIENT, Subject.PACKAGE}) {
            boolean few = subject == Subject.REPOSITORY;
            book.fold(new Folding(subject, Span.HOUR, since, hour, few ? REPOSITORIES : NAMES_OF_HOUR));
            book.fold(new Folding(subject, Span.DAY, Span.DAY.begin(since), today, few ? REPOSITORIES : NAMES_OF_DAY));
            book.fold(new Folding(subject, Span.DAY, today, today.plus(Span.DAY.length()), NAMES_TODAY));
            book.forget(subject, Span.DAY, hour.minus(keep.get()));
            book.forget(subject, Span.HOUR, few ? hour.minus(keep.get()) : hour.minus(shorter()));
        }
        book.forget(Subject.ALL, Span.HOUR, hour.minus(keep.get()));
        book.forget(Subject.ALL, Span.DAY, hour.minus(keep.get()));
        foldedUntil = hour;
    }

    private Duration shorter() {
        return keep.get().compareTo(HOURS_OF_NAMES) < 0 ? keep.get() : HOURS_OF_NAMES;
    }
}
