package org.aptheke.admin;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.aptheke.jobs.JobRunner;
import org.aptheke.keep.SuiteSize;
import org.aptheke.proxy.OfflineSwitch;
import org.aptheke.suite.SuiteStatus;

/**
 * The listener of the API. It serves this machine alone: it listens on a loopback address, and answers only requests for
 * a name of that, since a page from elsewhere may make a browser here send others. Safe for use by many threads.
 */
public final class AdminServer implements AutoCloseable {
    private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Behind behind;
    private final Javalin server;

    /** What it shows and does; the wiring fills it in. */
    public record Behind(
            Supplier<List<SuiteStatus>> suites,
            Supplier<OriginStatus> origins,
            JobRunner runner,
            Measuring sizes,
            OfflineSwitch offline,
            BundleDesk bundles) {}

    /** Finds out what suites take. */
    public interface Measuring {
        List<SuiteSize> measure() throws IOException;
    }

    private AdminServer(Behind behind, InetSocketAddress address) {
        this.behind = behind;
        this.server = Javalin.create(config -> {
            config.concurrency.useVirtualThreads = true;
            config.startup.showJavalinBanner = false;
            config.jetty.host = address.getAddress().getHostAddress();
            config.jetty.port = address.getPort();
            config.routes.before(AdminServer::requireLocalName);
            config.routes.before(AdminServer::requireJson);
            config.routes.get("/api/v1/suites", this::suites);
            config.routes.get("/api/v1/origins", this::origins);
            config.routes.get("/api/v1/suites/sizes", this::sizes);
            config.routes.get("/api/v1/offline", this::offline);
            config.routes.post("/api/v1/offline", this::setOffline);
            new JobRoutes(behind.runner()).register(config.routes);
            new BundleRoutes(behind.runner(), behind.bundles()).register(config.routes);
            config.routes.exception(Asked.UnclearException.class, (e, context) -> e.answer(context));
            config.routes.error(404, AdminServer::notFound);
        });
    }

    /**
     * Listens there.
     *
     * @throws IOException when that is not possible
     */
    public static AdminServer start(InetSocketAddress address, Behind behind) throws IOException {
        if (address.isUnresolved() || !address.getAddress().isLoopbackAddress()) {
            throw new IOException("the API has no log-in yet and serves loopback addresses only, not " + address);
        }
        var admin = new AdminServer(behind, address);
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

    /** A form on a page from elsewhere could send anything else without asking. */
    private static void requireJson(Context context) {
        boolean changes = HandlerType.POST.equals(context.method());
        if (changes && !String.valueOf(context.contentType()).startsWith("application/json")) {
            Problem.answer(context, 415, "Not JSON", "What changes something is sent as application/json.");
            context.skipRemainingHandlers();
        }
    }

    private void suites(Context context) {
        var all = behind.suites().get();
        Answers.send(context, () -> SuiteTable.of(all), () -> SuiteJson.of(all));
    }

    private void origins(Context context) {
        var status = behind.origins().get();
        Answers.send(context, () -> OriginTable.of(status), () -> OriginJson.of(status));
    }

    private void sizes(Context context) throws IOException {
        var sizes = behind.sizes().measure();
        Answers.send(context, () -> SuiteSizes.text(sizes), () -> SuiteSizes.json(sizes));
    }

    private void offline(Context context) {
        boolean on = behind.offline().isOn();
        Answers.send(context, () -> on ? "offline\n" : "online\n", () -> "{\"offline\": " + on + "}\n");
    }

    /** The content is {@code {"offline": true}}. */
    private void setOffline(Context context) {
        var asked = Asked.of(context).yesOrNo("offline");
        if (asked.isPresent()) {
            behind.offline().set(asked.get());
            offline(context);
        } else {
            throw new Asked.UnclearException("offline is missing; it is to be true or false.");
        }
    }

    private static void notFound(Context context) {
        Problem.answer(context, 404, "Not found", "There is nothing at " + context.path() + ".");
    }

    @Override
    public void close() {
        server.stop();
    }
}
