package org.aptheke.origin.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aptheke.origin.EgressRefusedException;
import org.aptheke.origin.OriginUnreachableException;

/** The addresses of hosts, as far as the egress guard lets them pass. */
public final class Addresses {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final OriginNetwork network;

    public Addresses(OriginNetwork network) {
        this.network = network;
    }

    /** What the guard lets pass; when it is nothing, its words about the first are the failure. */
    public List<InetAddress> permitted(String host) throws IOException {
        var permitted = new ArrayList<InetAddress>();
        Optional<EgressRefusedException> refusal = Optional.empty();
        for (var address : resolved(host)) {
            try {
                network.guard().check(host, address);
                permitted.add(address);
            } catch (EgressRefusedException e) {
                refusal = Optional.of(refusal.orElse(e));
            }
        }
        if (permitted.isEmpty() && refusal.isPresent()) {
            throw refusal.get();
        }
        return permitted;
    }

    /** All addresses of a host that the operator wrote down as a parent, which is permission enough. */
    public List<InetAddress> resolved(String host) throws OriginUnreachableException {
        try {
            var addresses = network.resolver().resolve(host);
            if (addresses.isEmpty()) {
                throw new OriginUnreachableException(host + ": the name has no address");
            }
            return addresses;
        } catch (UnknownHostException e) {
            throw new OriginUnreachableException(host + ": the name cannot be resolved (" + e.getMessage() + ")", e);
        }
    }

    /**
     * Asks the guard about a host that a parent will resolve: what can be known of it here, which is an address in any
     * spelling, and the names of the machine itself.
     */
    public void checkUnresolved(String host) throws IOException {
        if (host.equals("localhost") || host.endsWith(".localhost")) {
            network.guard().check(host, LOOPBACK);
        }
        var literal = literal(host);
        if (literal.isPresent()) {
            network.guard().check(host, literal.get());
        }
    }

    /** The address that a host is in any spelling; empty when it is a name. */
    static Optional<InetAddress> literal(String host) throws OriginUnreachableException {
        try {
            return host.indexOf(':') >= 0 ? Optional.of(InetAddress.ofLiteral(host)) : NumericHost.parse(host);
        } catch (UnknownHostException | IllegalArgumentException e) {
            throw new OriginUnreachableException(host + ": not an address (" + e.getMessage() + ")", e);
        }
    }
}
