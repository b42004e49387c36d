package org.aptheke.route;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.Authority;

/** What a request on the data port means. */
public sealed interface Route {
    /**
     * A file of a repository, to be answered from the store or from its origin.
     *
     * @param target its host is a name where a remap is meant
     */
    record Cached(TargetUri target) implements Route {}

    /** {@code CONNECT} to a host and port that may be tunnelled to. */
    record Tunnel(String host, int port) implements Route {}

    /** {@code CONNECT} to a host and port as which this program answers itself. */
    record Intercepted(Authority origin) implements Route {}

    /** {@code /aptheke/ca.crt}: what clients are to trust when hosts are intercepted. */
    record CaCertificate() implements Route {}

    /**
     * {@code /aptheke/intercepted.txt}: for which hosts that is.
     *
     * @param patterns hosts and ports as CONNECT names them
     */
    record InterceptedHosts(List<String> patterns) implements Route {
        public InterceptedHosts {
            patterns = List.copyOf(patterns);
        }
    }

    /**
     * {@code GET /}: how to set up a client.
     *
     * @param cache what the client calls this program; empty when it did not say
     * @param asPage whether the client shows HTML
     */
    record Landing(Optional<Authority> cache, boolean asPage) implements Route {}

    /** {@code /aptheke/detect.sh}: by which apt finds out whether this program is there. */
    record DetectScript(Optional<Authority> cache) implements Route {}

    /** {@code /healthz} and {@code /readyz}. */
    record Health(boolean readiness) implements Route {}

    /**
     * {@code /acng-report.html}: where apt-cacher-ng had its page for operators.
     *
     * @param action the name of what was to be done there; empty when the page itself is asked for
     * @param console the URL of the console
     * @param reachable whether the client can reach that
     */
    record OldReport(Optional<String> action, String console, boolean reachable) implements Route {
        /** The same for a client on this machine or elsewhere; a console on a loopback address is for this machine alone. */
        public OldReport seenBy(InetAddress client) {
            return reachable || !client.isLoopbackAddress() ? this : new OldReport(action, console, true);
        }
    }

    /**
     * Not to be answered.
     *
     * @param status 400 or above
     * @param reason for the client and the log: names the thing, the value and the remedy
     */
    record Refused(int status, String reason) implements Route {}
}
