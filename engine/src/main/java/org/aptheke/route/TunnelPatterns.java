package org.aptheke.route;

import java.util.ArrayList;
import java.util.List;

/**
 * Hosts and ports as CONNECT names them, from the configuration: {@code vendor.example:443},
 * {@code *.example.org:443}, {@code *:443}, {@code host:*}. Immutable.
 */
public final class TunnelPatterns {
    public static final TunnelPatterns NONE = new TunnelPatterns(List.of());

    private static final int ANY_PORT = 0;

    private final List<Target> targets;

    private TunnelPatterns(List<Target> targets) {
        this.targets = List.copyOf(targets);
    }

    /**
     * Reads patterns.
     *
     * @throws IllegalArgumentException with a message for the operator, naming the pattern
     */
    public static TunnelPatterns of(List<String> patterns) {
        var targets = new ArrayList<Target>();
        for (String pattern : patterns) {
            int colon = pattern.lastIndexOf(':');
            if (colon < 0 || pattern.endsWith("]")) {
                throw new IllegalArgumentException("\"" + pattern + "\" names no port; write \"" + pattern + ":443\"");
            }
            var hosts = HostPatterns.of(List.of(pattern.substring(0, colon)));
            targets.add(new Target(pattern, hosts, port(pattern.substring(colon + 1), pattern)));
        }
        return new TunnelPatterns(targets);
    }

    public boolean matches(String host, int port) {
        for (var target : targets) {
            if ((target.port == ANY_PORT || target.port == port) && target.hosts.matches(host)) {
                return true;
            }
        }
        return false;
    }

    /** The patterns as they were read. */
    List<String> texts() {
        return targets.stream().map(Target::text).toList();
    }

    public boolean isEmpty() {
        return targets.isEmpty();
    }

    private static int port(String text, String pattern) {
        if (text.equals("*")) {
            return ANY_PORT;
        }
        if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("\"" + pattern + "\": not a port: " + text);
        }
        int port = Integer.parseInt(text);
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("\"" + pattern + "\": a port is a number from 1 to 65535");
        }
        return port;
    }

    private record Target(String text, HostPatterns hosts, int port) {}
}
