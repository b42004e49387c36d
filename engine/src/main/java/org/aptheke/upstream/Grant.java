package org.aptheke.upstream;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.aptheke.http.PercentEncoding;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.BasicText;
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
                && UpstreamRule.isBelow(target.path(), path)
                && (path.equals("/") || staysBelow(target.path()));
    }

    /**
     * Whether a path leads nowhere else for a server that unescapes it before it looks for dot segments, takes a backslash
     * for a slash, or leaves out what follows a semicolon.
     */
    private static boolean staysBelow(String path) {
        var read = PercentEncoding.decoded(path);
        return read.isPresent()
                && Arrays.stream(read.get().split("[/\\\\]", -1))
                        .map(segment -> segment.replaceFirst(";.*", ""))
                        .noneMatch(segment -> segment.equals("..") || segment.equals("."));
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
