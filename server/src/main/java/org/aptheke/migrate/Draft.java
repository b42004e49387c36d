package org.aptheke.migrate;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.aptheke.origin.Cidr;
import org.aptheke.origin.EgressGuard;

/**
 * What the rules of directives work on. Used by one thread.
 *
 * @param egress private addresses that origins have, which must be allowed
 */
record Draft(Effective effective, Toml toml, List<RemapDraft> remaps, Set<String> egress) {
    private static final EgressGuard GUARD = new EgressGuard(List.of());

    Draft(Effective effective, Toml toml, List<RemapDraft> remaps) {
        this(effective, toml, remaps, new TreeSet<>());
    }

    /** A host that is to be reached: a private address must be allowed, a name is not looked up. */
    void reaches(String host) {
        address(host)
                .filter(address -> !GUARD.permits(address))
                .ifPresent(address ->
                        egress.add(Cidr.parse(address.getHostAddress()).toString()));
        if (host.equals("localhost")) {
            egress.add("127.0.0.0/8");
            egress.add("::1/128");
        }
    }

    private static Optional<InetAddress> address(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
