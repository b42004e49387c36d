package org.aptheke.http;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What a request asks an origin for (RFC 9110, 7.1). The path and the query are kept as the client wrote them, because
 * that is how they go upstream; {@code cache.CacheKey} compares them normalised. Immutable.
 *
 * <p>What the operator's own credentials are used for is another resource than what anybody gets: its host is preceded by
 * their name and {@code @}, as no URI from outside may have it. So all that is derived from the target, the cache key
 * first, keeps the two apart.
 *
 * @param host lower case, without brackets, never empty; an IPv6 literal has colons; see {@link #credential}
 * @param port 1 to 65535, the scheme's default when none was written
 * @param path starts with {@code /}, has no dot segments and no fragment, percent-encoded as written
 * @param query what follows {@code ?}, without it; empty when there is none
 */
public record TargetUri(Scheme scheme, String host, int port, String path, String query) {
    private static final char AS = '@';

    public TargetUri {
        Objects.requireNonNull(scheme);
        host = host.toLowerCase(Locale.ROOT);
        if (host.isEmpty() || port < 1 || port > 65535 || !path.startsWith("/")) {
            throw new IllegalArgumentException("not a target: " + scheme + " " + host + " " + port + " " + path);
        }
    }

    /** The same file, asked for with the operator's credentials of that name. */
    public TargetUri as(String credential) {
        return withHost(credential + AS + hostName());
    }

    /** The name of the operator's credentials to ask with; empty for asking as anybody does. */
    public Optional<String> credential() {
        int at = host.indexOf(AS);
        return at < 0 ? Optional.empty() : Optional.of(host.substring(0, at));
    }

    /** The same file, asked for without credentials of the operator. */
    public TargetUri anonymous() {
        return host.indexOf(AS) < 0 ? this : withHost(hostName());
    }

    /** The host alone, as it is resolved and said to the origin. */
    public String hostName() {
        return host.substring(host.indexOf(AS) + 1);
    }

    private TargetUri withHost(String newHost) {
        return new TargetUri(scheme, newHost, port, path, query);
    }

    /** Host, in brackets when it is an IPv6 literal, and the port unless it is the scheme's default. */
    public String authority() {
        int at = host.indexOf(AS) + 1;
        String name = at == 0 ? AddressText.inUri(host) : host.substring(0, at) + AddressText.inUri(host.substring(at));
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
