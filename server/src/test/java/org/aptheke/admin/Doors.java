package org.aptheke.admin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.aptheke.access.Gate;
import org.aptheke.access.Operators;
import org.aptheke.access.SessionRules;
import org.aptheke.access.Tokens;

/** Listeners for tests. */
final class Doors {
    private static final InstantSource NOON = () -> Instant.parse("2026-03-01T12:00:00Z");

    private Doors() {}

    static Listening loopback() {
        return new Listening(
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), Optional.empty(), Optional.empty());
    }

    /** One on a loopback address, where nobody has to log in. */
    static AdminServer open(AdminServer.Behind behind) throws IOException {
        var known = new Gate.Known(
                () -> Operators.of(List.of()),
                () -> new SessionRules(Duration.ofMinutes(30), Duration.ofHours(12)),
                Tokens.in(Path.of("no-directory", "tokens"), NOON),
                Optional.empty());
        return AdminServer.start(loopback(), new Access(new Gate(known, NOON), event -> {}, NOON), behind, Pages.NONE);
    }
}
