package org.aptheke.admin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aptheke.access.Gate;
import org.aptheke.access.Operators;
import org.aptheke.access.SessionRules;
import org.aptheke.access.Tokens;
import org.aptheke.jobs.JobRunner;
import org.aptheke.proxy.OfflineSwitch;
import org.aptheke.store.MemoryJobBook;

/** Listeners for tests, and what can stand behind them. */
final class Doors {
    private static final InstantSource NOON = () -> Instant.parse("2026-03-01T12:00:00Z");

    private Doors() {}

    static Listening loopback() {
        return new Listening(anyPort(), Optional.empty(), Optional.empty());
    }

    static Listening withSocket(Path socket) {
        return new Listening(anyPort(), Optional.of(socket), Optional.empty());
    }

    static Listening withTls(TlsIdentity identity) {
        return new Listening(anyPort(), Optional.empty(), Optional.of(identity));
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    }

    /** One on a loopback address, where nobody has to log in. */
    static AdminServer open(AdminServer.Behind behind) throws IOException {
        return AdminServer.start(loopback(), access(), behind, Pages.NONE);
    }

    /** For nobody: there are no users and no tokens. */
    static Access access() throws IOException {
        var known = new Gate.Known(
                () -> Operators.of(List.of()),
                () -> new SessionRules(Duration.ofMinutes(30), Duration.ofHours(12)),
                Tokens.in(Path.of("no-directory", "tokens"), NOON),
                Optional.empty());
        return new Access(new Gate(known, NOON), event -> {}, NOON);
    }

    /** Nothing is there, and a job that counts. */
    static AdminServer.Behind empty(OfflineSwitch offline) {
        return new AdminServer.Behind(
                List::of,
                () -> new OriginStatus(Map.of(), List.of(), List.of()),
                new JobRunner(List.of(new CountingJob()), new MemoryJobBook(), () -> 0, NOON, event -> {}),
                List::of,
                new KnownSuites(),
                offline,
                new NoBundles(),
                () -> "# EOF\n",
                NoViews.at(NOON));
    }
}
