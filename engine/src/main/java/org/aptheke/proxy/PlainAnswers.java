package org.aptheke.proxy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.aptheke.http.Content;
import org.aptheke.http.Fields;
import org.aptheke.http.Response;
import org.aptheke.origin.Authority;
import org.aptheke.route.Route;

/** The answers that have nothing to do with repositories: landing page, health, redirects, refusals. */
public final class PlainAnswers {
    static final String STATUS = "aptheke";
    static final String TEXT = "text/plain; charset=utf-8";

    /** RFC 7617, 2.1. */
    private static final String CHALLENGE = "Basic realm=\"aptheke\", charset=\"UTF-8\"";

    private final BooleanSupplier ready;
    private final Supplier<Optional<String>> authorities;
    private final ClientPages pages;

    /**
     * The answers of a program.
     *
     * @param ready whether the program is up and not about to stop
     * @param authorities what clients whose connections are intercepted are to trust, in PEM
     * @param pages what clients are told about their set-up
     */
    public PlainAnswers(BooleanSupplier ready, Supplier<Optional<String>> authorities, ClientPages pages) {
        this.ready = ready;
        this.authorities = authorities;
        this.pages = pages;
    }

    Answer of(Route route) {
        return switch (route) {
            case Route.Landing(var cache, boolean asPage) -> landing(cache, asPage);
            case Route.DetectScript(var cache) ->
                text(200, "text/x-shellscript; charset=utf-8", pages.detectScript(cache), Fields.EMPTY);
            case Route.CaCertificate() ->
                authorities
                        .get()
                        .map(pem -> text(200, "application/x-pem-file", pem, Fields.EMPTY))
                        .orElseGet(() -> ErrorAnswers.of(404, "there is no certificate authority", STATUS));
            case Route.InterceptedHosts(var patterns) -> text(200, TEXT, lines(patterns), Fields.EMPTY);
            case Route.Health(boolean readiness) -> health(readiness);
            case Route.OldReport report -> OldReports.answer(report);
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

    /** By the status and its words {@code auto-apt-proxy} knows a cache. */
    private Answer landing(Optional<Authority> cache, boolean asPage) {
        var fields = Fields.builder().add("Vary", "Accept").add("X-Content-Type-Options", "nosniff");
        if (!asPage) {
            return text(406, TEXT, pages.text(cache), fields.build());
        }
        var page = pages.page(cache);
        fields.add("Content-Security-Policy", page.securityPolicy()).add("Referrer-Policy", "no-referrer");
        return text(406, "text/html; charset=utf-8", page.html(), fields.build());
    }

    private static String lines(List<String> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private Answer health(boolean readiness) {
        boolean well = !readiness || ready.getAsBoolean();
        return well ? text(200, TEXT, "ok\n", Fields.EMPTY) : ErrorAnswers.of(503, "not ready", STATUS);
    }

    static Answer text(int status, String type, String body, Fields extra) {
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
