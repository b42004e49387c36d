package org.aptheke.proxy;

import java.net.InetAddress;
import java.util.Optional;
import org.aptheke.cache.CacheStatus;
import org.aptheke.http.Fields;
import org.aptheke.origin.Authority;
import org.aptheke.route.Entry;
import org.aptheke.route.Route;

/**
 * A data port that asks no origin while it is switched to that. A request is answered as if the client itself had allowed
 * only what is stored, however stale (RFC 9111, 5.2.1.7 and 5.2.1.2); so offline there is one answer for all, and nothing
 * waits. Safe for use by many threads.
 */
public final class OfflinePort implements DataPort {
    private static final int GATEWAY_TIMEOUT = 504;

    private final DataPort port;
    private final OfflineSwitch offline;

    public OfflinePort(DataPort port, OfflineSwitch offline) {
        this.port = port;
        this.offline = offline;
    }

    @Override
    public boolean admits(InetAddress client) {
        return port.admits(client);
    }

    @Override
    public Entry enter(InetAddress client, String requestTarget, Fields fields) {
        return port.enter(client, requestTarget, fields);
    }

    @Override
    public Entry examine(InetAddress client, String requestTarget, Fields fields) throws InterruptedException {
        return port.examine(client, requestTarget, fields);
    }

    @Override
    public Entry enterInside(InetAddress client, Optional<String> user, Fields fields) {
        return port.enterInside(client, user, fields);
    }

    @Override
    public Route route(String method, String requestTarget, Fields fields) {
        var route = port.route(method, requestTarget, fields);
        return offline.isOn() && route instanceof Route.Tunnel(var host, int tunnelPort)
                ? new Route.Refused(
                        GATEWAY_TIMEOUT,
                        "This cache is offline, and makes no tunnel to " + host + ":" + tunnelPort + ".")
                : route;
    }

    @Override
    public Route routeInside(Authority origin, String method, String requestTarget, Fields fields) {
        return port.routeInside(origin, method, requestTarget, fields);
    }

    @Override
    public Answer answer(Exchange exchange) throws InterruptedException {
        if (!offline.isOn()) {
            return port.answer(exchange);
        }
        var request = exchange.request();
        var stored = request.fields().without("Pragma").with("Cache-Control", "only-if-cached, max-stale");
        var answer = port.answer(new Exchange(
                request.withFields(stored), exchange.client(), exchange.connection(), exchange.receivedAt()));
        return ErrorAnswers.isNotStored(answer)
                ? ErrorAnswers.of(
                        GATEWAY_TIMEOUT,
                        "This cache is offline, and does not have " + request.target() + ".",
                        CacheStatus.own().detail("offline").render())
                : answer;
    }

    @Override
    public Answer plain(Route route) {
        return port.plain(route);
    }
}
