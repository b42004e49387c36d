package org.aptheke.route;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.aptheke.http.AddressText;
import org.aptheke.origin.Cidr;

/**
 * Who may ask, and for what. Immutable; every question is quick enough for an event loop.
 *
 * @param clients blocks whose addresses are served
 * @param allowedHosts when not empty, only these hosts may be asked for
 * @param deniedHosts may not be asked for, whatever {@code allowedHosts} says
 * @param tunnels where CONNECT may lead
 */
public record AccessRules(
        List<Cidr> clients, HostPatterns allowedHosts, HostPatterns deniedHosts, TunnelPatterns tunnels) {
    /** Loopback, private and link-local addresses: the machine and its own network. */
    public static final List<Cidr> DEFAULT_CLIENTS = Stream.of(
                    "127.0.0.0/8",
                    "10.0.0.0/8",
                    "172.16.0.0/12",
                    "192.168.0.0/16",
                    "169.254.0.0/16",
                    "::1/128",
                    "fc00::/7",
                    "fe80::/10")
            .map(Cidr::parse)
            .toList();

    private static final int HTTPS_PORT = 443;

    /** The default clients, every host, no tunnels. */
    public static final AccessRules DEFAULT =
            new AccessRules(DEFAULT_CLIENTS, HostPatterns.NONE, HostPatterns.NONE, TunnelPatterns.NONE);

    public AccessRules {
        clients = List.copyOf(clients);
    }

    public boolean admits(InetAddress client) {
        for (var block : clients) {
            if (block.contains(client)) {
                return true;
            }
        }
        return false;
    }

    /** Why this client is not served, naming the setting. */
    public static String refusalOfClient(InetAddress client) {
        String plain = AddressText.of(client);
        return plain
                + " is not among the clients that are served. To serve it, add it to the list: [clients] allow = [\""
                + plain + "\"]";
    }

    /** Why this host may not be asked for, naming the setting; empty when it may. */
    public Optional<String> refusalOfHost(String host) {
        if (deniedHosts.matches(host)) {
            return Optional.of(host + " is not served here: [hosts] deny names it");
        }
        if (!allowedHosts.isEmpty() && !allowedHosts.matches(host)) {
            return Optional.of(
                    host + " is not among the hosts that are served. To serve it, add it to the list: [hosts]"
                            + " allow = [\"" + host + "\"]");
        }
        return Optional.empty();
    }

    /** Why CONNECT may not lead there, naming the setting; empty when it may. */
    public Optional<String> refusalOfTunnel(String host, int port) {
        var refused = refusalOfHost(host);
        if (refused.isPresent() || tunnels.matches(host, port)) {
            return refused;
        }
        String target = AddressText.inUri(host, port);
        return Optional.of(
                "CONNECT to " + target + " is not allowed. To cache what is behind it: [intercept] hosts = [\""
                        + (port == HTTPS_PORT ? host : target) + "\"], or write the source as http://HTTPS///" + host
                        + "/...; to tunnel there, uncached: [connect] allow = [\"" + target + "\"]");
    }
}
