package org.aptheke.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/**
 * The address of a server, and where on it.
 *
 * @param scheme in lower case
 * @param host lower case, an IPv6 address without brackets
 * @param path starts with a slash
 */
public record HttpUrl(String scheme, String host, int port, String path) {
    private static final Set<String> HTTP = Set.of("http", "https");

    /**
     * Reads an http or https URL without user, query and fragment.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    static HttpUrl parse(String text) {
        return parse(text, HTTP);
    }

    static HttpUrl parse(String text, Set<String> schemes) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a URL: " + e.getReason(), e);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!schemes.contains(scheme) || uri.getHost() == null) {
            throw new IllegalArgumentException("not a URL; it begins with "
                    + String.join(
                            " or ",
                            schemes.stream().sorted().map(s -> s + "://").toList()) + " and a host");
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("user and password do not belong into a URL; there are keys for them");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("a query or a fragment has no place here");
        }
        String host = uri.getHost().toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
        int port = uri.getPort() < 0 ? defaultPort(scheme) : uri.getPort();
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("a port is a number from 1 to 65535");
        }
        return new HttpUrl(scheme, host, port, uri.getRawPath().isEmpty() ? "/" : uri.getRawPath());
    }

    private static int defaultPort(String scheme) {
        return switch (scheme) {
            case "http" -> 80;
            case "https" -> 443;
            default -> 1080; // the other proxies
        };
    }

    @Override
    public String toString() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return scheme + "://" + name + (port == defaultPort(scheme) ? "" : ":" + port) + path;
    }
}
