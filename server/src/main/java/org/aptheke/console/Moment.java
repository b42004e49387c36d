package org.aptheke.console;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * A point in time as a page shows it: how long ago or ahead, and exactly for who looks closer.
 *
 * @param iso for programs
 * @param exact in UTC
 */
record Moment(String iso, String exact, String near) {
    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    static Moment of(Instant at, Instant now) {
        return new Moment(at.truncatedTo(ChronoUnit.SECONDS).toString(), EXACT.format(at), near(at, now));
    }

    static Optional<Moment> of(Optional<Instant> at, Instant now) {
        return at.map(time -> of(time, now));
    }

    private static String near(Instant at, Instant now) {
        var since = Duration.between(at, now);
        if (since.isNegative()) {
            return "in " + Figures.duration(since.negated());
        }
        return since.toSeconds() < 1 ? "now" : Figures.duration(since) + " ago";
    }
}
