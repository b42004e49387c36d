package org.aptheke.origin.client;

import java.time.Duration;
import java.util.Set;
import org.aptheke.http.Fields;

/**
 * Whether a connection may serve another request, and for how long it stays open (RFC 9112, 9.3).
 *
 * @param origin how long the origin keeps it, by its {@code Keep-Alive} field
 */
record Persistence(boolean persistent, Duration origin) {
    private static final Duration LONG = Duration.ofDays(1);

    static Persistence of(ParsedResponse head) {
        Fields fields = head.received();
        Set<String> options = HopByHop.tokens(fields, "Connection");
        boolean contradicts = head.getCode() == 204
                && !fields.first("Content-Length").orElse("0").equals("0");
        boolean persistent = !options.contains("close") && (head.isVersion11() || options.contains("keep-alive"));
        return new Persistence(persistent && !contradicts, announced(fields));
    }

    /** The shorter of what we want and what the origin says, less a second for the way. */
    Duration keepAlive(Duration ours) {
        return ours.compareTo(origin) < 0 ? ours : origin;
    }

    private static Duration announced(Fields fields) {
        for (String parameter : HopByHop.tokens(fields, "Keep-Alive")) {
            if (parameter.startsWith("timeout=") && parameter.length() < 16) {
                return seconds(parameter.substring("timeout=".length()).strip());
            }
        }
        return LONG;
    }

    private static Duration seconds(String digits) {
        try {
            return Duration.ofSeconds(Math.max(0, Long.parseLong(digits) - 1)).plusMillis(1);
        } catch (NumberFormatException e) {
            return LONG;
        }
    }
}
