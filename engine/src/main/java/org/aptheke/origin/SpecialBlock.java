package org.aptheke.origin;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Address blocks that no public origin has (the IANA registries of special-purpose addresses, RFC 6890). Those for
 * documentation are left out on purpose: closed networks use them.
 *
 * @param kind with its article, for messages
 */
record SpecialBlock(Cidr block, String kind) {
    /** The narrower block stands before the wider one. */
    private static final List<SpecialBlock> ALL = List.of(
            of("127.0.0.0/8", "a loopback address"),
            of("0.0.0.0/8", "an unspecified address"),
            of("169.254.0.0/16", "a link-local address"),
            of("10.0.0.0/8", "a private address"),
            of("172.16.0.0/12", "a private address"),
            of("192.168.0.0/16", "a private address"),
            of("100.64.0.0/10", "a carrier-grade NAT address"),
            of("192.0.0.0/24", "an address for protocol assignments"),
            of("198.18.0.0/15", "a benchmarking address"),
            of("224.0.0.0/4", "a multicast address"),
            of("255.255.255.255/32", "the broadcast address"),
            of("240.0.0.0/4", "a reserved address"),
            of("::1/128", "a loopback address"),
            of("::/128", "an unspecified address"),
            of("fe80::/10", "a link-local address"),
            of("fec0::/10", "a site-local address"),
            of("fc00::/7", "a unique local address"),
            of("ff00::/8", "a multicast address"),
            of("100::/64", "a discard-only address"));

    static Optional<SpecialBlock> of(InetAddress address) {
        for (var special : ALL) {
            if (special.block.contains(address)) {
                return Optional.of(special);
            }
        }
        return Optional.empty();
    }

    private static SpecialBlock of(String block, String kind) {
        return new SpecialBlock(Cidr.parse(block), kind);
    }
}
