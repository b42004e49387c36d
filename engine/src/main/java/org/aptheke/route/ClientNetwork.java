package org.aptheke.route;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * What counts as one client where addresses are counted. An IPv4 client is its address. An IPv6 client may use any
 * address of its /64 (RFC 4291, 2.5.1; RFC 6177), so it is that network; but in the networks that an operator serves
 * without a word (unique local and link-local) all machines of a site share a /64, and each is its address there.
 */
public final class ClientNetwork {
    private static final int NETWORK_BYTES = 8;
    private static final int ADDRESS_BYTES = 16;

    private ClientNetwork() {}

    /** The first address of the client's network. */
    public static InetAddress of(InetAddress client) {
        if (!(client instanceof Inet6Address six) || six.isLinkLocalAddress() || isUniqueLocal(six)) {
            return client;
        }
        byte[] network = Arrays.copyOf(Arrays.copyOf(six.getAddress(), NETWORK_BYTES), ADDRESS_BYTES);
        try {
            return InetAddress.getByAddress(network);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }

    /** {@code fc00::/7} (RFC 4193). */
    private static boolean isUniqueLocal(Inet6Address address) {
        return (address.getAddress()[0] & 0xfe) == 0xfc;
    }
}
