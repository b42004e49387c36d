package org.aptheke.http;

import java.util.Locale;
import java.util.Objects;

/**
 * What a request asks an origin for (RFC 9110, 7.1). The path and the query are kept as the client wrote them, because
 * that is how they go upstream; {@code cache.CacheKey} compares them normalised. Immutable.
 *
 * @param host lower case, without brackets, never empty; an IPv6 literal has colons
 * @param port 1 to 65535, the scheme's default when none was written
 * @param path starts with {@code /}, has no dot segments and no fragment, percent-encoded as written
 * @param query what follows {@code ?}, without it; empty when there is none
 */
public record TargetUri(Scheme scheme, String host, int port, String path, String query) {
    public TargetUri {
        Objects.requireNonNull(scheme);
        host = host.toLowerCase(Locale.ROOT);
        if (host.isEmpty() || port < 1 || port > 65535 || !path.startsWith("/")) {
            throw new IllegalArgumentException("not a target: " + scheme + " " + host + " " + port + " " + path);
        }
    }

    /** Host, in brackets when it is an IPv6 literal, and the port unless it is the scheme's default. */
    public String authority() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == scheme.defaultPort() ? name : name + ":" + port;
    }

    /** Path and query as they stand in a request line in origin form. */
    public String pathAndQuery() {
        return query.isEmpty() ? path : path + "?" + query;
    }

    @Override
    public String toString() {
        return scheme + "://" + authority() + pathAndQuery();
    }
}
