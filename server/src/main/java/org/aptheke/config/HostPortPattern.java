package org.aptheke.config;

import java.util.OptionalInt;

/**
 * Names destinations of a tunnel: {@code *:443}, {@code *.example.org:443}, {@code host.example.org:*}. Immutable.
 *
 * @param port empty for every port
 */
public record HostPortPattern(HostPattern host, OptionalInt port) {
    private static final int HTTPS = 443;

    /**
     * Reads {@code pattern:port}.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static HostPortPattern parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || text.endsWith("]")) {
            throw new IllegalArgumentException("the port is missing; write " + text + ":443");
        }
        String port = text.substring(colon + 1);
        var host = new HostPattern(text.substring(0, colon));
        return port.equals("*")
                ? new HostPortPattern(host, OptionalInt.empty())
                : new HostPortPattern(host, OptionalInt.of(ListenAddress.port(port, 1)));
    }

    /**
     * Reads what is to be intercepted: a pattern, with a port when that is not 443.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    static HostPortPattern intercepted(String text) {
        boolean withPort = text.indexOf(':') >= 0 && !text.endsWith("]");
        var pattern = parse(withPort ? text : text + ":" + HTTPS);
        if (pattern.host().text().equals("*")) {
            throw new IllegalArgumentException(
                    "the certificate authority is limited to the hosts listed here, so * is not one of them; write"
                            + " vendor.example or *.vendor.example");
        }
        if (pattern.port().isEmpty()) {
            throw new IllegalArgumentException("one port is wanted; write vendor.example for " + HTTPS);
        }
        return pattern;
    }

    /** As {@link #intercepted} reads it. */
    static String writeIntercepted(HostPortPattern pattern) {
        return pattern.port().orElse(0) == HTTPS ? pattern.host().text() : pattern.toString();
    }

    @Override
    public String toString() {
        return host + ":" + (port.isPresent() ? Integer.toString(port.getAsInt()) : "*");
    }
}
