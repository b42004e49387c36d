package org.aptheke.admin;

import java.time.Instant;
import java.util.Optional;
import org.aptheke.suite.Standing;

/**
 * How a suite stands, in words.
 *
 * @param state one of {@code unchecked current adopting behind refused away missing}
 * @param detail what is wrong; empty when nothing is
 * @param member the path of the member that does not fit
 * @param since when it began
 */
public record StandingWords(String state, String detail, Optional<String> member, Optional<Instant> since) {
    public static StandingWords of(Standing standing) {
        return switch (standing) {
            case Standing.Unchecked() -> new StandingWords("unchecked", "", Optional.empty(), Optional.empty());
            case Standing.Current(var since) -> new StandingWords("current", "", Optional.empty(), Optional.of(since));
            case Standing.Adopting(var since) ->
                new StandingWords("adopting", "a newer release is being fetched", Optional.empty(), Optional.of(since));
            case Standing.Behind(var since, var member, var reason) ->
                new StandingWords("behind", reason, Optional.of(member), Optional.of(since));
            case Standing.Refused(var since, var reason) ->
                new StandingWords("refused", reason, Optional.empty(), Optional.of(since));
            case Standing.Away(var since, var reason) ->
                new StandingWords("away", reason, Optional.empty(), Optional.of(since));
            case Standing.Missing(var since, int status) ->
                new StandingWords(
                        "missing",
                        "the origin answers " + status + " for its release files",
                        Optional.empty(),
                        Optional.of(since));
        };
    }
}
