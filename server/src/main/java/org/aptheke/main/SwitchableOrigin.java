package org.aptheke.main;

import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicReference;
import org.aptheke.origin.EgressGuard;
import org.aptheke.origin.OriginClient;
import org.aptheke.origin.OriginIdentity;
import org.aptheke.origin.OriginRequest;
import org.aptheke.origin.OriginResponse;
import org.aptheke.origin.client.HttpOriginClient;
import org.aptheke.origin.client.OriginNetwork;
import org.aptheke.remap.RemapClient;
import org.aptheke.server.netty.TunnelConnector;
import org.aptheke.upstream.CountingClient;
import org.aptheke.upstream.CredentialedClient;
import org.aptheke.upstream.OriginCounters;
import org.aptheke.upstream.SecureOrigins;
import org.aptheke.upstream.UpgradingClient;

/**
 * Reaches origins by the settings that were loaded last. What began under older settings ends under them: their clients
 * are closed when the settings change again and nothing uses them any more.
 */
final class SwitchableOrigin implements OriginClient, AutoCloseable {
    private final OriginIdentity identity;
    private final InstantSource clock;
    private final SecureOrigins secureOrigins;
    private final OriginCounters counters = new OriginCounters();
    private final AtomicReference<Way> current;
    private final ConcurrentLinkedDeque<HttpOriginClient> clients = new ConcurrentLinkedDeque<>();

    private record Way(OriginClient client, OriginNetwork network, HttpOriginClient connections) {}

    SwitchableOrigin(OriginIdentity identity, InstantSource clock, SecureOrigins secureOrigins, Prepared prepared) {
        this.identity = identity;
        this.clock = clock;
        this.secureOrigins = secureOrigins;
        this.current = new AtomicReference<>(way(prepared));
    }

    /** How origins are reached by these settings, to be used from a moment on. */
    Runnable prepare(Prepared prepared) {
        var next = way(prepared);
        return () -> {
            var before = current.getAndSet(next);
            // Not those of before: a request may have taken them, and not have begun yet.
            clients.stream()
                    .filter(client -> client != next.connections && client != before.connections)
                    .filter(client -> client.connectionsInUse() == 0)
                    .forEach(this::close);
        };
    }

    private void close(HttpOriginClient client) {
        clients.remove(client);
        client.close();
    }

    OriginCounters counters() {
        return counters;
    }

    int clients() {
        return clients.size();
    }

    private Way way(Prepared prepared) {
        var settings = prepared.settings();
        var network = OriginNetwork.of(
                new EgressGuard(Mapped.cidrs(settings.egress().allow())),
                prepared.tlsRules(),
                prepared.identities(),
                prepared.parents());
        var client = new HttpOriginClient(
                identity, Mapped.originLimits(settings), network, Mapped.bandwidth(settings.origin(), clock));
        clients.push(client);
        var credentialed = new CredentialedClient(new CountingClient(client, counters), prepared.credentials());
        var upgrading = new UpgradingClient(credentialed, Mapped.upstreamRules(settings.upstreams()), secureOrigins);
        return new Way(new RemapClient(upgrading, prepared.remaps()), network, client);
    }

    @Override
    public OriginResponse send(OriginRequest request) throws IOException, InterruptedException {
        return current.get().client().send(request);
    }

    /** The same guard and the same parents stand before tunnels. */
    TunnelConnector tunnels() {
        return new Tunnels(() -> current.get().network());
    }

    @Override
    public void close() {
        clients.forEach(HttpOriginClient::close);
    }
}
