package org.aptheke.upstream;

import java.util.Optional;
import java.util.OptionalInt;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.Secret;
import org.aptheke.route.HostPatterns;

/**
 * What is shown to some origins. Immutable.
 *
 * @param port empty for any
 * @param path starts with {@code /}: shown for it and all below it
 * @param overHttp whether it may cross the line unencrypted
 */
public record Grant(HostPatterns hosts, OptionalInt port, String path, boolean overHttp, Proof proof) {
    /** How the operator proves to be a customer. */
    public sealed interface Proof {
        /** RFC 7617. */
        record Basic(String user, Secret password) implements Proof {}

        /** RFC 6750. */
        record Bearer(Secret token) implements Proof {}

        /** A certificate, which whoever makes the connection shows. */
        record Certificate() implements Proof {}
    }

    /** Whether it is meant for the target, whatever its scheme. */
    boolean covers(TargetUri target) {
        return hosts.matches(target.hostName())
                && (port.isEmpty() || port.getAsInt() == target.port())
                && UpstreamRule.isBelow(target.path(), path);
    }

    /** The value of {@code Authorization} for the target; empty when nothing is said there. */
    Optional<String> authorization(TargetUri target) {
        if (!covers(target) || (target.scheme() == Scheme.HTTP && !overHttp)) {
            return Optional.empty();
        }
        return switch (proof) {
            case Proof.Basic(var user, var password) -> Optional.of(BasicText.of(user, password));
            case Proof.Bearer(var token) -> Optional.of("Bearer " + token.reveal());
            case Proof.Certificate() -> Optional.empty();
        };
    }
}
