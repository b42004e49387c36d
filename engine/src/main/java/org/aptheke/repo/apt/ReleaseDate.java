package org.aptheke.repo.apt;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.aptheke.http.HttpDate;

/**
 * Dates of release files, read as apt reads them: English, in UTC, with one digit or two for day and hour. A date with
 * any other zone is none: apt takes such a file for broken, and so must its cache.
 */
final class ReleaseDate {
    /** {@code Sat, 11 Jul 2026 10:16:37 UTC} with some freedom. */
    private static final Pattern RFC_2822 =
            Pattern.compile("(?<weekday>[A-Za-z]{3}),\\s+(?<day>\\d{1,2})\\s+(?<month>[A-Za-z]{3})\\s+(?<year>\\d{4})"
                    + "\\s+(?<hour>\\d{1,2}):(?<rest>\\d{2}:\\d{2})\\s+(?:GMT|UTC|Z|[+-]?0+)");

    private ReleaseDate() {}

    /** The instant; empty when this is no date in UTC. */
    static Optional<Instant> parse(String text) {
        var matcher = RFC_2822.matcher(text);
        if (!matcher.matches()) {
            return HttpDate.parse(text);
        }
        return HttpDate.parse(String.format(
                Locale.ROOT,
                "%s, %s %s %s %s:%s GMT",
                matcher.group("weekday"),
                twoDigits(matcher.group("day")),
                matcher.group("month"),
                matcher.group("year"),
                twoDigits(matcher.group("hour")),
                matcher.group("rest")));
    }

    private static String twoDigits(String number) {
        return number.length() == 1 ? "0" + number : number;
    }
}
