package org.aptheke.proxy;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.aptheke.http.Fields;
import org.aptheke.http.ListSyntax;

/** Which fields of a client's request go on to the origin. */
final class OriginFields {
    /** Hop-by-hop (RFC 9110, 7.6.1), set anew for each origin, or never to be told to it. */
    private static final Set<String> KEPT_BACK = Set.of(
            "connection",
            "proxy-connection",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "content-length",
            "expect",
            "host",
            "user-agent",
            "proxy-authorization",
            "proxy-authenticate",
            "cookie",
            "cookie2",
            // The store keeps one content per key: no origin is invited to send it in a coding.
            "accept-encoding");

    private static final Set<String> CONDITIONS =
            Set.of("if-none-match", "if-modified-since", "if-match", "if-unmodified-since");
    private static final Set<String> RANGES = Set.of("range", "if-range");

    private OriginFields() {}

    /** End-to-end fields without conditions and ranges, which the purpose of a fetch decides about. */
    static Fields of(Fields request) {
        var nominated = new HashSet<String>();
        for (var name : ListSyntax.members(request, "Connection")) {
            nominated.add(name.toLowerCase(Locale.ROOT));
        }
        var builder = Fields.builder();
        for (var line : request) {
            String name = line.name().toLowerCase(Locale.ROOT);
            if (!KEPT_BACK.contains(name)
                    && !nominated.contains(name)
                    && !CONDITIONS.contains(name)
                    && !RANGES.contains(name)) {
                builder.add(line.name(), line.value());
            }
        }
        return builder.build();
    }

    static Fields conditions(Fields request) {
        return only(request, CONDITIONS);
    }

    static Fields ranges(Fields request) {
        return only(request, RANGES);
    }

    private static Fields only(Fields request, Set<String> names) {
        var builder = Fields.builder();
        for (var line : request) {
            if (names.contains(line.name().toLowerCase(Locale.ROOT))) {
                builder.add(line.name(), line.value());
            }
        }
        return builder.build();
    }
}
