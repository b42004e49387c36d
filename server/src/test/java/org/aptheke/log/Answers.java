package org.aptheke.log;

import java.net.InetAddress;
import java.time.Instant;
import org.aptheke.events.Event;

/** Answers to be logged. */
final class Answers {
    static final Instant AT = Instant.parse("2026-11-22T10:59:45.123456Z");

    private Answers() {}

    static Event.Answered of(String path) {
        return of("GET", "deb.example.org", path, "");
    }

    static Event.Answered of(String method, String host, String path, String cause) {
        return of("192.0.2.7", method, host, path, cause);
    }

    static Event.Answered of(String client, String method, String host, String path, String cause) {
        return new Event.Answered(
                AT,
                InetAddress.ofLiteral(client),
                method,
                host,
                path,
                200,
                20_480,
                3_412_999,
                210_000,
                "hit; ttl=60",
                cause);
    }
}
