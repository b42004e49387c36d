package org.aptheke.cache;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.aptheke.http.CacheControl;
import org.aptheke.http.Fields;
import org.aptheke.http.ListSyntax;

/** Which fields of a response are kept with it (RFC 9111, 3.1). Stateless. */
public final class StoredFields {
    private static final Set<String> NEVER_STORED = Set.of(
            // About one connection (RFC 9110, 7.6.1).
            "connection",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            // About one proxy (RFC 9111, 3.1), with the old names of these.
            "proxy-authenticate",
            "proxy-authentication-info",
            "proxy-authorization",
            "proxy-connection",
            // The size is in the record.
            "content-length");

    private StoredFields() {}

    /**
     * The fields to store: all but those of a connection or a proxy, those that {@code Connection} names, those that
     * {@code no-cache="…"} and {@code private="…"} name, and the length. Cookies
     * are kept, as RFC 9111, 7.3 has it: what clients send of them never goes on to an origin, so they open no session.
     * {@code Age} stays: {@link Reuse#age} counts from it.
     */
    public static Fields of(Fields response) {
        var dropped = new HashSet<String>(NEVER_STORED);
        var directives = CacheControl.of(response);
        dropped.addAll(directives.noCacheFields());
        dropped.addAll(directives.privateFields());
        for (var name : ListSyntax.members(response, "Connection")) {
            dropped.add(name.toLowerCase(Locale.ROOT));
        }
        var kept = Fields.builder();
        for (var line : response) {
            if (!dropped.contains(line.name().toLowerCase(Locale.ROOT))) {
                kept.add(line.name(), line.value());
            }
        }
        return kept.build();
    }
}
