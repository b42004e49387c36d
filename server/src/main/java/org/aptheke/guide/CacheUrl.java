package org.aptheke.guide;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aptheke.http.AddressText;

/**
 * How clients reach the cache. Its characters mean nothing to a shell, to apt or to HTML.
 *
 * @param host an IPv6 address stands in brackets
 */
public record CacheUrl(boolean tls, String host, int port) {
    private static final int MAX_PORT = 65_535;
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+]");
    private static final Pattern FORM =
            Pattern.compile("(https?)://(?<host>[^/?#:\\[\\]@]+|\\[[^\\]]*])(:(?<port>[0-9]{1,5}))?/*");

    public CacheUrl {
        if (!HOST.matcher(host).matches() || port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException(host + ":" + port + " is not a host with a port");
        }
    }

    /**
     * Reads {@code http://cache.example.org:3142}.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static CacheUrl parse(String text) {
        Matcher url = FORM.matcher(text);
        if (!url.matches()) {
            throw new IllegalArgumentException(
                    text + ": not the URL of a cache; write one like http://cache.example.org:3142");
        }
        boolean tls = url.group(1).equals("https");
        String port = url.group("port");
        return of(tls, url.group("host"), port == null ? defaultPort(tls) : Integer.parseInt(port));
    }

    /** {@code host} with or without the brackets of an IPv6 address. */
    public static CacheUrl of(boolean tls, String host, int port) {
        return new CacheUrl(tls, host.startsWith("[") ? host : AddressText.inUri(host), port);
    }

    static int defaultPort(boolean tls) {
        return tls ? 443 : 80;
    }

    /** The same host by another scheme and port. */
    CacheUrl at(boolean otherTls, int otherPort) {
        return new CacheUrl(otherTls, host, otherPort);
    }

    /** Another host at the same port. */
    CacheUrl withHost(String otherHost) {
        return new CacheUrl(tls, otherHost, port);
    }

    boolean isAddress() {
        return host.startsWith("[") || host.matches("[0-9.]+");
    }

    /** Without a slash at its end. */
    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + host + (port == defaultPort(tls) ? "" : ":" + port);
    }
}
