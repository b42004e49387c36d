package org.aptheke.admin;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Times for people, to the second. */
final class Times {
    private Times() {}

    static String of(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** A dash when there is none. */
    static String of(Optional<Instant> at) {
        return at.map(Times::of).orElse("-");
    }
}
