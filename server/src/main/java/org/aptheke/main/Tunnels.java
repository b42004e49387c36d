package org.aptheke.main;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.aptheke.origin.OriginUnreachableException;
import org.aptheke.origin.ParentProxy;
import org.aptheke.origin.client.Addresses;
import org.aptheke.origin.client.OriginNetwork;
import org.aptheke.origin.client.Way;
import org.aptheke.server.netty.TunnelConnector;
import org.aptheke.server.netty.TunnelWay;

/** Leads the tunnels of clients by the same ways as fetches, past the same guard. */
record Tunnels(Supplier<OriginNetwork> network) implements TunnelConnector {
    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws IOException {
        return at(port, new Addresses(network.get()).permitted(host));
    }

    @Override
    public List<TunnelWay> ways(String host, int port) throws IOException {
        var now = network.get();
        var ways = new ArrayList<TunnelWay>();
        Optional<OriginUnreachableException> failure = Optional.empty();
        for (var way : now.parents().ways(host, Optional.empty())) {
            try {
                ways.add(
                        switch (way) {
                            case Way.Direct() -> TunnelWay.direct(at(port, new Addresses(now).permitted(host)));
                            case Way.Through(var parent) -> through(now, way, parent, host);
                        });
            } catch (OriginUnreachableException e) {
                // The other ways may be open: a closed network resolves no names of the Internet.
                now.parents().failed(way, String.valueOf(e.getMessage()));
                failure = Optional.of(e);
            }
        }
        if (ways.isEmpty() && failure.isPresent()) {
            throw failure.get();
        }
        return ways;
    }

    private static TunnelWay through(OriginNetwork network, Way way, ParentProxy parent, String host)
            throws IOException {
        var addresses = new Addresses(network);
        addresses.checkUnresolved(host);
        var report = new TunnelWay.Report() {
            @Override
            public void worked() {
                network.parents().worked(way);
            }

            @Override
            public void failed(String cause) {
                network.parents().failed(way, cause);
            }
        };
        var tls = network.tlsOf(parent);
        return new TunnelWay(
                at(parent.port(), addresses.resolved(parent.host())),
                Optional.of(new TunnelWay.Parent(parent, tls, report)));
    }

    private static List<InetSocketAddress> at(int port, List<InetAddress> addresses) {
        return addresses.stream()
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }
}
