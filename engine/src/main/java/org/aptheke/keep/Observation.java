package org.aptheke.keep;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.aptheke.store.JobBook;

/**
 * Since when the uses of contents have been noted without a gap. What was not used before that may have been used all the
 * same: the catalogue is new, was restored from an older copy, or the program did not run; or the clock was wrong. So
 * nothing is old because of that time. Safe for use by many threads.
 */
public final class Observation {
    private static final String SINCE = "observation.since";
    private static final String LAST = "observation.last";
    private static final Duration GAP = Duration.ofDays(2);

    private final JobBook book;
    private final InstantSource clock;

    public Observation(JobBook book, InstantSource clock) {
        this.book = book;
        this.clock = clock;
    }

    /** Says that uses are being noted; call it now and then. Returns since when they are. */
    public synchronized Instant goesOn() throws IOException {
        var now = clock.instant();
        var last = book.mark(LAST).map(Instant::parse);
        var since = book.mark(SINCE).map(Instant::parse);
        boolean unbroken = since.isPresent()
                && last.isPresent()
                && !last.get().isAfter(now)
                && last.get().plus(GAP).isAfter(now);
        var from = unbroken ? since.orElseThrow() : now;
        if (!unbroken) {
            book.mark(SINCE, from.toString());
        }
        book.mark(LAST, now.toString());
        return from;
    }
}
