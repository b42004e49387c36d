package org.aptheke.config;

import java.util.OptionalInt;

/**
 * Names destinations of a tunnel: {@code *:443}, {@code *.example.org:443}, {@code host.example.org:*}. Immutable.
 *
 * @param port empty for every port
 */
public record HostPortPattern(HostPattern host, OptionalInt port) {
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

    @Override
    public String toString() {
        return host + ":" + (port.isPresent() ? Integer.toString(port.getAsInt()) : "*");
    }
}
