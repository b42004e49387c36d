package org.aptheke.suite;

import java.time.Instant;
import java.util.Optional;

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

    /** Why the generation is older than it should be; empty when it is not, as far as is known. */
    default Optional<String> staleness() {
        return switch (this) {
            case Away(var _, var reason) -> Optional.of("the origin is away: " + reason);
            case Behind(var _, var member, var reason) ->
                Optional.of("a newer release does not fit yet: " + member + ": " + reason);
            case Refused(var _, var reason) -> Optional.of("a newer release is not adopted: " + reason);
            case Missing(var _, int status) -> Optional.of("the origin answers " + status + " for its release files");
            case Unchecked _, Current _, Adopting _ -> Optional.empty();
        };
    }
}
