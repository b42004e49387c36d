package org.aptheke.admin;

import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.aptheke.suite.SuiteStatus;

/**
 * The listener of the API. It serves this machine alone: it listens on a loopback address, and answers only requests for
 * a name of that, since a page from elsewhere may make a browser here send others. Safe for use by many threads.
 */
public final class AdminServer implements AutoCloseable {
    private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Supplier<List<SuiteStatus>> suites;
    private final Supplier<OriginStatus> origins;
    private final Javalin server;

    private AdminServer(Supplier<List<SuiteStatus>> suites, Supplier<OriginStatus> origins, InetSocketAddress address) {
        this.suites = suites;
        this.origins = origins;
        this.server = Javalin.create(config -> {
            config.concurrency.useVirtualThreads = true;
            config.startup.showJavalinBanner = false;
            config.jetty.host = address.getAddress().getHostAddress();
            config.jetty.port = address.getPort();
            config.routes.before(AdminServer::requireLocalName);
            config.routes.get("/api/v1/suites", this::suites);
            config.routes.get("/api/v1/origins", this::origins);
            config.routes.error(404, AdminServer::notFound);
        });
    }

    /**
     * Listens there.
     *
     * @throws IOException when that is not possible
     */
    public static AdminServer start(
            InetSocketAddress address, Supplier<List<SuiteStatus>> suites, Supplier<OriginStatus> origins)
            throws IOException {
        if (address.isUnresolved() || !address.getAddress().isLoopbackAddress()) {
            throw new IOException("the API has no log-in yet and serves loopback addresses only, not " + address);
        }
        var admin = new AdminServer(suites, origins, address);
        try {
            admin.server.start();
        } catch (RuntimeException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(String.valueOf(cause.getMessage()), e);
        }
        return admin;
    }

    /** Where it listens. */
    public int port() {
        return server.port();
    }

    private static void requireLocalName(Context context) {
        var host = String.valueOf(context.host()).toLowerCase(Locale.ROOT);
        var name = host.replaceFirst(":[0-9]+$", "");
        if (!LOCAL_NAMES.contains(name)) {
            Problem.answer(
                    context, 403, "Not for that host", "The API answers for localhost only, not for " + name + ".");
            context.skipRemainingHandlers();
        }
    }

    private void suites(Context context) {
        var all = suites.get();
        answer(context, () -> SuiteTable.of(all), () -> SuiteJson.of(all));
    }

    private void origins(Context context) {
        var status = origins.get();
        answer(context, () -> OriginTable.of(status), () -> OriginJson.of(status));
    }

    private static void answer(Context context, Supplier<String> text, Supplier<String> json) {
        if (String.valueOf(context.header("Accept")).startsWith("text/plain")) {
            context.contentType("text/plain; charset=utf-8").result(text.get());
        } else {
            context.contentType("application/json").result(json.get());
        }
        context.header("Cache-Control", "no-store");
    }

    private static void notFound(Context context) {
        Problem.answer(context, 404, "Not found", "There is nothing at " + context.path() + ".");
    }

    @Override
    public void close() {
        server.stop();
    }
}
