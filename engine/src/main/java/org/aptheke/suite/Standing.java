package org.aptheke.suite;

import java.time.Instant;

/** How a suite stands towards its origin; for the status and the log. */
public sealed interface Standing {
    /** Nothing is known yet: it was not checked since the start. */
    record Unchecked() implements Standing {}

    /** The current generation is what the origin has. */
    record Current(Instant since) implements Standing {}

    /** A newer release was seen, and its members are being fetched. */
    record Adopting(Instant since) implements Standing {}

    /**
     * A newer release was seen, and a member of it does not fit: the current generation stays.
     *
     * @param since when a release that is not adopted was first seen
     * @param member path below the suite
     */
    record Behind(Instant since, String member, String reason) implements Standing {}

    /** A newer release was seen that will not be adopted: its signature, its date, or what it says. */
    record Refused(Instant since, String reason) implements Standing {}

    /** The origin cannot be asked. */
    record Away(Instant since, String reason) implements Standing {}

    /** The origin has no release file. */
    record Missing(Instant since, int status) implements Standing {}
}
