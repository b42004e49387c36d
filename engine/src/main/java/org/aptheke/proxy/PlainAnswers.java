package org.aptheke.proxy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.aptheke.http.Content;
import org.aptheke.http.Fields;
import org.aptheke.http.Response;
import org.aptheke.route.Route;

/** The answers that have nothing to do with repositories: landing page, health, redirects, refusals. */
public final class PlainAnswers {
    private static final String STATUS = "aptheke";

    /** RFC 7617, 2.1. */
    private static final String CHALLENGE = "Basic realm=\"aptheke\", charset=\"UTF-8\"";

    private static final String LANDING = """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>Aptheke</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <style>
            body { font-family: sans-serif; max-width: 44em; margin: 2em auto; padding: 0 1em; line-height: 1.5;
                   color-scheme: light dark }
            pre { padding: .8em; border: 1px solid; overflow-x: auto }
            </style></head>
            <body>
            <h1>Aptheke</h1>
            <p>This is a cache for package repositories, not a web site. To have this machine's packages come through
            it, write its address into <code>/etc/apt/apt.conf.d/30proxy</code>:</p>
            <pre>Acquire::http::Proxy "http://THIS-HOST:3142";</pre>
            <p>Or put it in front of the host in a source, for one repository only:</p>
            <pre>deb http://THIS-HOST:3142/deb.example.org/debian bookworm main</pre>
            <p>A repository that is served by https only is cached like this:</p>
            <pre>deb http://THIS-HOST:3142/https/vendor.example/debian stable main</pre>
            </body></html>
            """;

    private final BooleanSupplier ready;
    private final Supplier<Optional<String>> authorities;

    /**
     * The answers of a program.
     *
     * @param ready whether the program is up and not about to stop
     * @param authorities what clients whose connections are intercepted are to trust, in PEM
     */
    public PlainAnswers(BooleanSupplier ready, Supplier<Optional<String>> authorities) {
        this.ready = ready;
        this.authorities = authorities;
    }

    Answer of(Route route) {
        return switch (route) {
            case Route.Landing() -> text(406, "text/html; charset=utf-8", LANDING, Fields.EMPTY);
            case Route.CaCertificate() ->
                authorities
                        .get()
                        .map(pem -> text(200, "application/x-pem-file", pem, Fields.EMPTY))
                        .orElseGet(() -> ErrorAnswers.of(404, "there is no certificate authority", STATUS));
            case Route.Health(boolean readiness) -> health(readiness);
            case Route.Redirect(var location) ->
                text(302, "text/plain; charset=utf-8", "See " + location + "\n", Fields.of("Location", location));
            case Route.Refused(int status, var reason) -> ErrorAnswers.of(status, reason, STATUS, remedy(status));
            case Route.Cached(var target) -> throw new IllegalArgumentException("not a plain answer: " + target);
            case Route.Tunnel(var host, int port) ->
                throw new IllegalArgumentException("not a plain answer: " + host + ":" + port);
            case Route.Intercepted(var origin) -> throw new IllegalArgumentException("not a plain answer: " + origin);
        };
    }

    /** What the client may do about it, for programs. */
    private static Fields remedy(int status) {
        return switch (status) {
            case 401 -> Fields.of("WWW-Authenticate", CHALLENGE);
            case 405 -> Fields.of("Allow", "GET, HEAD, CONNECT");
            case 407 -> Fields.of("Proxy-Authenticate", CHALLENGE);
            case 429 -> Fields.of("Retry-After", "1");
            default -> Fields.EMPTY;
        };
    }

    private Answer health(boolean readiness) {
        boolean well = !readiness || ready.getAsBoolean();
        return well
                ? text(200, "text/plain; charset=utf-8", "ok\n", Fields.EMPTY)
                : ErrorAnswers.of(503, "not ready", STATUS);
    }

    private static Answer text(int status, String type, String body, Fields extra) {
        var fields = Fields.builder()
                .add("Content-Type", type)
                .add("Cache-Control", "no-store")
                .add("Via", AnswerFields.VIA)
                .add("Cache-Status", STATUS)
                .addAll(extra)
                .build();
        var bytes = ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
        return new Answer(new Response(status, fields, new Content.Bytes(bytes)), STATUS, "", Optional.empty());
    }
}
