package org.aptheke.upstream;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.Cidr;

/**
 * Credentials of the operator, and which clients may have what they open. Immutable.
 *
 * @param name by which keys say that something was got with them
 * @param grants the first that covers a target counts
 */
public record Credential(String name, List<Grant> grants, List<Cidr> clients) {
    public Credential {
        grants = List.copyOf(grants);
        clients = List.copyOf(clients);
        if (!name.matches("[a-z0-9_-]+")) {
            throw new IllegalArgumentException("not a name of credentials: " + name);
        }
    }

    boolean covers(TargetUri target) {
        return grants.stream().anyMatch(grant -> grant.covers(target));
    }

    boolean admits(InetAddress client) {
        return clients.stream().anyMatch(block -> block.contains(client));
    }

    Optional<String> authorization(TargetUri target) {
        return grants.stream()
                .filter(grant -> grant.covers(target))
                .findFirst()
                .flatMap(grant -> grant.authorization(target));
    }
}
