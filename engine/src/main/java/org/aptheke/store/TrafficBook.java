package org.aptheke.store;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * What clients asked for and got, by hour and by day (UTC), of all together and by repository, client and package. Durable
 * a moment after a call has returned. Safe for use by many threads. Instants are kept to the second.
 */
public interface TrafficBook extends Closeable {
    /** The name of what has none of its own, because there was too much of it. */
    String OTHERS = "";

    /** How long the pieces of time are. */
    enum Span {
        HOUR(Duration.ofHours(1)),
        DAY(Duration.ofDays(1));

        private final Duration length;

        Span(Duration length) {
            this.length = length;
        }

        public Duration length() {
            return length;
        }

        /** When the piece begins in which the instant lies. */
        public Instant begin(Instant at) {
            long second = at.getEpochSecond();
            return Instant.ofEpochSecond(second - Math.floorMod(second, length.toSeconds()));
        }
    }

    /** What traffic is told apart by. */
    enum Subject {
        /** Not at all: has one name, that of {@link #OTHERS}. */
        ALL,
        REPOSITORY,
        CLIENT,
        PACKAGE
    }

    /** Traffic of one name; {@code lastAt} is when the last of its requests came. */
    record Entry(Subject subject, String name, TrafficCounts counts, Instant lastAt) {}

    /** Traffic in the piece of time that begins then. */
    record Point(Instant begin, TrafficCounts counts) {}

    /** Adds to what is there of the hour and of the day in which the instant lies. */
    void add(Instant at, Collection<Entry> entries) throws IOException;

    /**
     * A name's traffic in order of time; pieces without any are left out.
     *
     * @param until the piece that begins then is no longer wanted
     */
    List<Point> series(Subject subject, String name, Span span, Instant from, Instant until) throws IOException;

    /**
     * Which names are wanted: those of one subject with traffic in that time, and of those so many from an offset on.
     *
     * @param part what the names contain; empty for all of them
     */
    record Ranking(
            Subject subject, Span span, Instant from, Instant until, Order order, String part, int offset, int limit) {}

    /** What comes first. */
    enum Order {
        BYTES,
        REQUESTS,
        SAVED_BYTES,
        FAILED,
        LAST,
        NAME
    }

    /** Names with their traffic in that time together; {@link #OTHERS} is one of them. */
    List<Entry> ranked(Ranking ranking) throws IOException;

    /** How many names have traffic in that time. */
    long names(Subject subject, Span span, Instant from, Instant until) throws IOException;

    /**
     * Which names keep rows of their own in each piece of time: those with most bytes.
     *
     * @param from the first piece begins then
     * @param until the piece that begins then is left as it is
     */
    record Folding(Subject subject, Span span, Instant from, Instant until, int keep) {}

    /** Adds all other names to {@link #OTHERS}. */
    void fold(Folding folding) throws IOException;

    /** Forgets the pieces that begin before that. */
    void forget(Subject subject, Span span, Instant before) throws IOException;

    @Override
    void close() throws IOException;
}
