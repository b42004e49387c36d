package org.aptheke.config;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Reads and writes {@code host:port}; no host means all addresses, an IPv6 address stands in brackets. */
final class ListenAddress {
    private static final int MAX_PORT = 65_535;

    private ListenAddress() {}

    /**
     * The address that is meant; a name is looked up.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || text.endsWith("]")) {
            throw new IllegalArgumentException("the port is missing; write host:port, or :port for all addresses");
        }
        String host = text.substring(0, colon);
        int port = port(text.substring(colon + 1), 0);
        if (host.isEmpty() || host.equals("*")) {
            return new InetSocketAddress(port);
        }
        return new InetSocketAddress(address(host), port);
    }

    static String write(InetSocketAddress address) {
        if (address.getAddress().isAnyLocalAddress() && !(address.getAddress() instanceof Inet6Address)) {
            return ":" + address.getPort();
        }
        String host = AddressText.of(address.getAddress());
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    static int port(String text, int least) {
        if (text.matches("[0-9]{1,5}")) {
            int port = Integer.parseInt(text);
            if (port >= least && port <= MAX_PORT) {
                return port;
            }
        }
        throw new IllegalArgumentException("'" + text + "' is not a port; it is a number from " + least + " to 65535");
    }

    private static InetAddress address(String host) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (host.indexOf(':') >= 0 && !bracketed) {
            throw new IllegalArgumentException("an IPv6 address stands in brackets: [" + host + "]:port");
        }
        try {
            return bracketed
                    ? InetAddress.ofLiteral(host.substring(1, host.length() - 1))
                    : InetAddress.getByName(host);
        } catch (UnknownHostException | IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + host + "' is not an address or name of this machine", e);
        }
    }
}
