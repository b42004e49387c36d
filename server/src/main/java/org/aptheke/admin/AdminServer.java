package org.aptheke.admin;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.aptheke.jobs.JobRunner;
import org.aptheke.keep.SuiteSize;
import org.aptheke.proxy.OfflineSwitch;
import org.aptheke.stock.Stock;
import org.aptheke.suite.ClientGeneration;
import org.aptheke.suite.SuiteStatus;
import org.aptheke.traffic.TrafficRecorder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listener of the API and the console. All that it answers stands in {@link Endpoints}, behind {@link AccessControl}.
 * Safe for use by many threads.
 */
public final class AdminServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);

    private final EventStreams streams = new EventStreams();
    private final Optional<TlsContext> tls;
    private final Javalin server;
    private Optional<OwnersSocket> socket = Optional.empty();

    /**
     * What it shows and does; the wiring fills it in.
     *
     * @param metrics as Prometheus reads them
     */
    public record Behind(
            Supplier<List<SuiteStatus>> suites,
            Supplier<OriginStatus> origins,
            JobRunner runner,
            Measuring sizes,
            SuiteDesk desk,
            OfflineSwitch offline,
            BundleDesk bundles,
            Supplier<String> metrics,
            Views views) {}

    /** What there is to be looked at. */
    public record Views(
            String version,
            StatusSource status,
            Supplier<Transfers> transfers,
            TrafficRecorder traffic,
            Generations generations,
            Stock stock,
            LogLines log,
            Supplier<List<SettingInForce>> settings,
            InstantSource clock) {}

    /** Tells how the program is. */
    public interface StatusSource {
        Status now() throws IOException;
    }

    /** Tells which generations of suites a client got last. */
    public interface Generations {
        List<ClientGeneration> of(InetAddress client);
    }

    /** Finds out what suites take. */
    public interface Measuring {
        List<SuiteSize> measure() throws IOException;
    }

    private AdminServer(Listening listening, Access access, Behind behind, Pages pages) throws IOException {
        var control = new AccessControl(access.gate(), listening.isLocal());
        var audit = new Audit(access.events(), access.clock());
        this.tls = listening.identity().isPresent()
                ? Optional.of(new TlsContext(listening.identity().get()))
                : Optional.empty();
        this.server = Javalin.create(config -> {
            config.concurrency.useVirtualThreads = true;
            config.startup.showJavalinBanner = false;
            listen(config, listening);
            config.routes.before(control::requireThisMachine);
            Endpoints.of(behind, access, pages, streams)
                    .forEach(endpoint -> register(config.routes, endpoint, control));
            config.routes.after(audit::tell);
            Failures.register(config.routes);
        });
    }

    /**
     * Listens there.
     *
     * @throws IOException when that is not possible
     */
    public static AdminServer start(Listening listening, Access access, Behind behind, Pages pages) throws IOException {
        if (listening.address().isUnresolved()) {
            throw new IOException("there is no address of that name: " + listening.address());
        }
        var admin = new AdminServer(listening, access, behind, pages);
        try {
            admin.server.start();
        } catch (RuntimeException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(String.valueOf(cause.getMessage()), e);
        }
        listening.socket().ifPresent(admin::openSocket);
        return admin;
    }

    private void listen(JavalinConfig config, Listening listening) {
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.addCustomizer(new SecurityFields());
        });
        config.jetty.modifyServer(jetty -> jetty.setErrorHandler(new UnreadableAnswers()));
        config.jetty.modifyServletContextHandler(context -> context.setErrorHandler(new UnreadableAnswers()));
        config.jetty.addConnector((jetty, http) -> {
            var connector = connector(jetty, http);
            connector.setHost(listening.address().getAddress().getHostAddress());
            connector.setPort(listening.address().getPort());
            return connector;
        });
    }

    private ServerConnector connector(Server jetty, HttpConfiguration http) {
        if (tls.isEmpty()) {
            return new ServerConnector(jetty, new HttpConnectionFactory(http));
        }
        var secure = new HttpConfiguration(http);
        // Which name was asked for is between the client and the certificate.
        secure.addCustomizer(new SecureRequestCustomizer(false));
        return new ServerConnector(
                jetty, new SslConnectionFactory(tls.get().factory(), "http/1.1"), new HttpConnectionFactory(secure));
    }

    /** Without it there is the other way in. */
    private void openSocket(Path path) {
        try {
            var jetty = server.jettyServer().server();
            var http = jetty.getConnectors()[0].getConnectionFactory(HttpConnectionFactory.class);
            socket = Optional.of(OwnersSocket.open(path, jetty, http.getHttpConfiguration()));
        } catch (IOException e) {
            LOG.warn("no API at console.socket = {}: {}", path, e.getMessage());
        }
    }

    /** The only way in: a handler is reached through the check alone. */
    private static void register(RoutesConfig routes, Endpoint endpoint, AccessControl control) {
        routes.addHttpHandler(endpoint.method(), endpoint.path(), context -> {
            boolean admitted = control.admits(context, endpoint);
            if (endpoint.changes()) {
                Audit.record(context, endpoint, admitted);
            }
            if (admitted) {
                endpoint.handler().handle(context);
            }
        });
    }

    /** Where it listens. */
    public int port() {
        return server.port();
    }

    /**
     * Shows another certificate from now on, if TLS is spoken.
     *
     * @throws IOException when it cannot be used; the one before stays
     */
    public void use(TlsIdentity identity) throws IOException {
        if (tls.isPresent()) {
            tls.get().use(identity);
        }
    }

    @Override
    public void close() {
        streams.close();
        try {
            if (socket.isPresent()) {
                socket.get().close();
            }
        } catch (IOException e) {
            LOG.warn("the socket of the API was not closed: {}", e.getMessage());
        }
        server.stop();
    }
}
