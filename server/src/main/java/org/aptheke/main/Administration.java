package org.aptheke.main;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.aptheke.access.FirstToken;
import org.aptheke.access.Gate;
import org.aptheke.access.SessionRules;
import org.aptheke.access.Tokens;
import org.aptheke.admin.Access;
import org.aptheke.admin.AdminServer;
import org.aptheke.admin.Listening;
import org.aptheke.admin.Pages;
import org.aptheke.admin.TlsIdentity;
import org.aptheke.config.Settings;
import org.aptheke.events.EventSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listener of the API with those who may use it: begun, kept in step with the settings, and stopped. */
final class Administration implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Administration.class);

    private final Supplier<Prepared> current;
    private final Certificates certificates;
    private final EventSink events;
    private final InstantSource clock;
    private Optional<AdminServer> server = Optional.empty();

    /** Begins nothing yet. */
    Administration(Supplier<Prepared> current, Certificates certificates, EventSink events, InstantSource clock) {
        this.current = current;
        this.certificates = certificates;
        this.events = events;
        this.clock = clock;
    }

    /** Clients are served without it too. */
    synchronized void start(AdminServer.Behind behind, Pages pages) {
        var settings = current.get().settings();
        var console = settings.console();
        try {
            var tokens = Tokens.in(tokenFile(settings), clock);
            var first = firstToken(console, tokens);
            var known =
                    new Gate.Known(() -> current.get().operators(), () -> sessionRules(current.get()), tokens, first);
            var listening = new Listening(console.listen(), console.socket(), identity());
            server = Optional.of(
                    AdminServer.start(listening, new Access(new Gate(known, clock), events, clock), behind, pages));
            first.ifPresent(token -> tell(console, token));
            warnOfPlainText(console);
        } catch (IOException e) {
            LOG.warn("no API at console.listen = {}: {}", console.listen(), e.getMessage());
        }
    }

    static Path tokenFile(Settings settings) {
        return settings.data().resolve("tokens");
    }

    private static SessionRules sessionRules(Prepared prepared) {
        var console = prepared.settings().console();
        return new SessionRules(console.idleTimeout(), console.sessionLifetime());
    }

    private Optional<FirstToken> firstToken(Settings.Console console, Tokens tokens) {
        boolean closedToAll = !isLocal(console) && current.get().operators().areNone() && tokens.areNone();
        return closedToAll ? Optional.of(new FirstToken(clock)) : Optional.empty();
    }

    private static boolean isLocal(Settings.Console console) {
        return console.listen().getAddress().isLoopbackAddress();
    }

    private static void tell(Settings.Console console, FirstToken first) {
        LOG.warn(
                "console.listen = {} can be reached from elsewhere, and there is neither a [[user]] nor a token: log in"
                        + " there with this one, good once until {}: {}",
                console.listen(),
                first.until(),
                first.secret().reveal());
    }

    private void warnOfPlainText(Settings.Console console) {
        if (!isLocal(console) && identity().isEmpty()) {
            LOG.warn(
                    "console.listen = {} can be reached from elsewhere without TLS: passwords and tokens can be read on the"
                            + " way; set console.certificate",
                    console.listen());
        }
    }

    private Optional<TlsIdentity> identity() {
        return certificates
                .current()
                .console()
                .map(certificate -> new TlsIdentity(certificate.key(), certificate.chain()));
    }

    /** Shows the certificate that was read last. */
    synchronized void refresh() {
        var identity = identity();
        if (server.isPresent() && identity.isPresent()) {
            try {
                server.get().use(identity.get());
            } catch (IOException e) {
                LOG.error("the certificate of console.certificate stays as it was: {}", e.getMessage());
            }
        }
    }

    @Override
    public synchronized void close() {
        server.ifPresent(AdminServer::close);
    }
}
