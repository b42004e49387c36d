package org.aptheke.origin.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.util.List;
import org.aptheke.origin.EgressRefusedException;
import org.aptheke.origin.OriginLimits;

/** Connects to hosts: to the first of their addresses that answers. */
final class Reach {
    private final OriginNetwork network;
    private final Addresses addresses;
    private final OriginLimits limits;

    Reach(OriginNetwork network, OriginLimits limits) {
        this.network = network;
        this.addresses = new Addresses(network);
        this.limits = limits;
    }

    /** A connection to a host; the guard is asked about each address, and again about the one that was reached. */
    OriginSocket guarded(String host, int port) throws IOException {
        var socket = race(host, port, addresses.permitted(host));
        try {
            network.guard().check(host, socket.getInetAddress());
            return socket;
        } catch (EgressRefusedException e) {
            socket.close();
            throw e;
        }
    }

    /** A connection to a parent. */
    OriginSocket unguarded(String host, int port) throws IOException {
        return race(host, port, addresses.resolved(host));
    }

    private OriginSocket race(String host, int port, List<InetAddress> candidates) throws IOException {
        try {
            return new AddressRace(host, port, limits.connect(), candidates).run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var failure = new InterruptedIOException("interrupted while connecting to " + host);
            failure.initCause(e);
            throw failure;
        }
    }
}
