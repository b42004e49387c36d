package org.aptheke.admin;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
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

    /** As many may wait to be accepted, which they do while the server is made for the first. */
    private static final int BACKLOG = 128;

    private final EventStreams streams = new EventStreams();
    private final Optional<TlsContext> tls;
    private final ServerSocketChannel channel;
    private final Optional<OwnersSocket> socket;
    private final Supplier<Javalin> making;
    private final FirstConnection first;
    private Optional<Javalin> server = Optional.empty();
    private boolean closed;

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

    private AdminServer(ServerSocketChannel channel, Listening listening, Access access, Behind behind, Pages pages)
            throws IOException {
        var control = new AccessControl(access.gate(), listening.isLocal());
        var audit = new Audit(access.events(), access.clock());
        this.channel = channel;
        this.tls = listening.identity().isPresent()
                ? Optional.of(new TlsContext(listening.identity().get()))
                : Optional.empty();
        this.making = () -> Javalin.create(config -> {
            config.concurrency.useVirtualThreads = true;
            config.startup.showJavalinBanner = false;
            listen(config);
            config.routes.before(control::requireThisMachine);
            Endpoints.of(behind, access, pages, streams)
                    .forEach(endpoint -> register(config.routes, endpoint, control));
            config.routes.after(audit::tell);
            Failures.register(config.routes);
        });
        this.socket = listening.socket().flatMap(AdminServer::socketAt);
        this.first = FirstConnection.await(
                Stream.concat(Stream.of(channel), socket.stream().map(OwnersSocket::door))
                        .toList(),
                this::serve);
    }

    /**
     * Listens there; what is needed to answer is loaded when somebody comes.
     *
     * @throws IOException when that is not possible
     */
    public static AdminServer start(Listening listening, Access access, Behind behind, Pages pages) throws IOException {
        if (listening.address().isUnresolved()) {
            throw new IOException("there is no address of that name: " + listening.address());
        }
        var channel = ServerSocketChannel.open();
        try {
            channel.bind(listening.address(), BACKLOG);
            return new AdminServer(channel, listening, access, behind, pages);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Without it there is the other way in. */
    private static Optional<OwnersSocket> socketAt(Path path) {
        try {
            return Optional.of(OwnersSocket.listen(path));
        } catch (IOException e) {
            LOG.warn("no API at console.socket = {}: {}", path, e.getMessage());
            return Optional.empty();
        }
    }

    private synchronized void serve() {
        if (closed) {
            return;
        }
        var made = making.get().start();
        server = Optional.of(made);
        if (socket.isPresent()) {
            var jetty = made.jettyServer().server();
            var http = jetty.getConnectors()[0].getConnectionFactory(HttpConnectionFactory.class);
            try {
                socket.get().serve(jetty, http.getHttpConfiguration());
            } catch (IOException e) {
                LOG.warn("nobody is served at console.socket: {}", e.getMessage());
            }
        }
    }

    private void listen(JavalinConfig config) {
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.addCustomizer(new SecurityFields());
        });
        config.jetty.modifyServer(jetty -> jetty.setErrorHandler(new UnreadableAnswers()));
        config.jetty.modifyServletContextHandler(context -> context.setErrorHandler(new UnreadableAnswers()));
        config.jetty.addConnector((jetty, http) -> {
            var connector = connector(jetty, http);
            take(connector, channel);
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

    private static void take(ServerConnector connector, ServerSocketChannel channel) {
        try {
            connector.open(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The only way in: a handler is reached through the check alone. */
    private static void register(RoutesConfig routes, Endpoint endpoint, AccessControl control) {
        Handler checked = context -> {
            boolean admitted = control.admits(context, endpoint);
            if (endpoint.changes()) {
                Audit.record(context, endpoint, admitted);
            }
            if (admitted) {
                endpoint.handler().handle(context);
            }
        };
        routes.addHttpHandler(endpoint.method(), endpoint.path(), checked);
        if (endpoint.method().equals(HandlerType.GET)) {
            // Else Javalin says by itself that there is something, to anybody.
            routes.addHttpHandler(HandlerType.HEAD, endpoint.path(), checked);
        }
    }

    /** Where it listens. */
    public int port() {
        return channel.socket().getLocalPort();
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
    public synchronized void close() {
        closed = true;
        streams.close();
        closeQuietly(first);
        socket.ifPresent(AdminServer::closeQuietly);
        server.ifPresent(Javalin::stop);
        closeQuietly(channel);
    }

    private static void closeQuietly(Closeable open) {
        try {
            open.close();
        } catch (IOException e) {
            LOG.warn("the listener of the API was not closed: {}", e.getMessage());
        }
    }
}
