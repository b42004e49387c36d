package org.aptheke.server.netty;

import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.aptheke.cache.CacheKey;
import org.aptheke.http.Content;
import org.aptheke.http.Fields;
import org.aptheke.http.Response;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.Authority;
import org.aptheke.proxy.Answer;
import org.aptheke.proxy.DataPort;
import org.aptheke.proxy.Exchange;
import org.aptheke.proxy.Repeatable;
import org.aptheke.route.Entrance;
import org.aptheke.route.Entry;
import org.aptheke.route.Route;

/** An engine that answers as the test says, by path. */
final class ScriptedPort implements DataPort {
    /** How one path is answered. */
    @FunctionalInterface
    interface Script {
        Answer answer(Exchange exchange) throws InterruptedException;
    }

    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> intercepted = new CopyOnWriteArrayList<>();
    private volatile boolean admits = true;
    private volatile Entrance entrance = Entrance.OPEN;

    void on(String path, Script script) {
        scripts.put(path, script);
    }

    /** Lets requests in by this from now on; before, it is open. */
    void enterBy(Entrance newEntrance) {
        entrance = newEntrance;
    }

    void admitNobody() {
        admits = false;
    }

    /** Methods and paths the engine was asked for. */
    List<String> asked() {
        return asked;
    }

    static Answer text(String body) {
        return text(200, Fields.of("Content-Type", "text/plain"), body);
    }

    static Answer text(int status, Fields fields, String body) {
        var bytes = ByteBuffer.wrap(body.getBytes(StandardCharsets.ISO_8859_1));
        return answer(status, fields, new Content.Bytes(bytes));
    }

    static Answer answer(int status, Fields fields, Content content) {
        return new Answer(new Response(status, fields, content), "aptheke; fwd=miss", "", Optional.empty());
    }

    /** As the engine answers a hit that may be repeated. */
    static Answer hit(CacheKey key, Content content, Instant ageZero, Instant until, int epoch) {
        var fields = Fields.of(
                "Content-Type",
                "application/x-deb",
                "Age",
                "7",
                "Cache-Status",
                "aptheke; hit",
                "ETag",
                "\"tag\"",
                "Last-Modified",
                "Sun, 22 Nov 2026 09:00:00 GMT");
        return new Answer(
                new Response(200, fields, content),
                "aptheke; hit",
                "",
                Optional.of(new Repeatable(key, ageZero, until, epoch)));
    }

    static TargetUri target(String requestTarget) {
        String absolute = requestTarget.startsWith("/") ? "http:/" + requestTarget : requestTarget;
        var uri = URI.create(absolute);
        return new TargetUri(Scheme.HTTP, uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort(), uri.getRawPath(), "");
    }

    @Override
    public boolean admits(InetAddress client) {
        return admits;
    }

    @Override
    public Entry enter(InetAddress client, String requestTarget, Fields fields) {
        return entrance.enter(client, requestTarget, fields);
    }

    @Override
    public Entry examine(InetAddress client, String requestTarget, Fields fields) throws InterruptedException {
        return entrance.examine(client, requestTarget, fields);
    }

    @Override
    public Entry enterInside(InetAddress client, Optional<String> user, Fields fields) {
        return entrance.enterInside(client, user, fields);
    }

    @Override
    public Route route(String method, String requestTarget, Fields fields) {
        if (method.equals("CONNECT")) {
            int colon = requestTarget.lastIndexOf(':');
            var target = new Authority(
                    requestTarget.substring(0, colon), Integer.parseInt(requestTarget.substring(colon + 1)));
            return intercepted.contains(target.host())
                    ? new Route.Intercepted(target)
                    : new Route.Tunnel(target.host(), target.port());
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return new Route.Refused(405, "GET, HEAD and CONNECT are taken");
        }
        return requestTarget.equals("/")
                ? new Route.Landing(Optional.empty(), false)
                : new Route.Cached(target(requestTarget));
    }

    @Override
    public Route routeInside(Authority origin, String method, String requestTarget, Fields fields) {
        var host = fields.first("Host").orElse("");
        String own = "https://" + origin.host() + "/";
        if (!host.equals(origin.host()) || origin.port() != 443) {
            return new Route.Refused(421, host + " is not " + origin.host());
        }
        String path = requestTarget.startsWith(own) ? requestTarget.substring(own.length() - 1) : requestTarget;
        return new Route.Cached(new TargetUri(Scheme.HTTPS, origin.host(), origin.port(), path, ""));
    }

    /** Intercepts these hosts, on every port. */
    void intercept(String... hosts) {
        intercepted.addAll(List.of(hosts));
    }

    @Override
    public Answer answer(Exchange exchange) throws InterruptedException {
        String path = exchange.request().target().path();
        asked.add(exchange.request().method() + " " + path);
        var script = scripts.get(path);
        return script == null
                ? text(404, Fields.of("Content-Type", "text/plain"), "no " + path)
                : script.answer(exchange);
    }

    @Override
    public Answer plain(Route route) {
        return switch (route) {
            case Route.Refused(int status, String reason) ->
                text(status, Fields.of("Content-Type", "text/plain"), reason + "\n");
            case Route.Landing _ -> text(406, Fields.of("Content-Type", "text/plain"), "hello\n");
            default -> throw new IllegalStateException(route.toString());
        };
    }
}
