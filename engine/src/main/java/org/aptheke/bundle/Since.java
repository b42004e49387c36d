package org.aptheke.bundle;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;
import org.aptheke.jobs.JobRefusedException;

/** What the other side is taken to have already. */
sealed interface Since {
    /** Nothing. */
    record Ever() implements Since {}

    /** What was exported under a name. */
    record Export(String name, DigestSet contents) implements Since {}

    /** What was stored before then. */
    record Time(Instant at) implements Since {}

    Pattern AGE = Pattern.compile("([0-9]{1,6})([hdw])");

    /**
     * What a text says: nothing, an export that is known, or a time.
     *
     * @throws JobRefusedException when it is neither a time nor the name of an export
     */
    static Since of(Optional<String> text, ExportMarks marks, Instant now, ZoneId zone) throws IOException {
        if (text.isEmpty()) {
            return new Ever();
        }
        var known = marks.find(text.get());
        if (known.isPresent()) {
            return new Export(text.get(), known.get());
        }
        var time = time(text.get(), now, zone);
        if (time.isPresent()) {
            return new Time(time.get());
        }
        throw new JobRefusedException(
                "since is to be a date (2026-03-01, or 2026-03-01T12:00:00Z), an age (12h, 7d, 2w)"
                        + " or the name of an export, not " + text.get() + "; exports are "
                        + (marks.names().isEmpty() ? "none" : String.join(", ", marks.names())));
    }

    private static Optional<Instant> time(String text, Instant now, ZoneId zone) {
        var age = AGE.matcher(text);
        if (age.matches()) {
            long count = Long.parseLong(age.group(1));
            return Optional.of(now.minus(
                    switch (age.group(2)) {
                        case "h" -> Duration.ofHours(count);
                        case "d" -> Duration.ofDays(count);
                        default -> Duration.ofDays(7 * count);
                    }));
        }
        try {
            return Optional.of(
                    text.indexOf('T') > 0
                            ? Instant.parse(text)
                            : LocalDate.parse(text).atStartOfDay(zone).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** For the list, in one word; empty when nothing is taken to be there. */
    default Optional<String> word() {
        return switch (this) {
            case Ever() -> Optional.empty();
            case Export(var name, var _) -> Optional.of(name);
            case Time(var at) -> Optional.of(at.toString());
        };
    }
}
