package org.aptheke.config;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A range of addresses, such as {@code 10.0.0.0/8} or {@code fd00::/8}; a single address is a range of one. Immutable.
 *
 * @param address the first address; the bits behind the prefix are zero
 * @param prefixLength in bits, 0 to 32 or 128
 */
public record Cidr(InetAddress address, int prefixLength) {
    private static final String FORM = "not an IP address or range; write 10.0.0.0/8 or fd00::/8";

    /**
     * Reads {@code address/length} or a lone address.
     *
     * @throws IllegalArgumentException saying what is wrong and, where it can be known, what is meant
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = address(slash < 0 ? text : text.substring(0, slash));
        int bits = address.getAddress().length * 8;
        int length = bits;
        if (slash >= 0) {
            String suffix = text.substring(slash + 1);
            if (!suffix.matches("[0-9]{1,3}") || Integer.parseInt(suffix) > bits) {
                throw new IllegalArgumentException("the prefix length must be a number from 0 to " + bits);
            }
            length = Integer.parseInt(suffix);
        }
        InetAddress first = firstOf(address, length);
        if (!first.equals(address)) {
            throw new IllegalArgumentException("the address has bits set behind the prefix; write "
                    + AddressText.of(first) + "/" + length + ", or /" + bits + " for this one address");
        }
        return new Cidr(address, length);
    }

    private static InetAddress address(String text) {
        // The JDK also takes 10.1 for 10.0.0.1, where a person means 10.1.0.0.
        if (text.indexOf(':') >= 0 || text.matches("[0-9]+(\\.[0-9]+){3}")) {
            try {
                return InetAddress.ofLiteral(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(FORM, e);
            }
        }
        throw new IllegalArgumentException(FORM);
    }

    private static InetAddress firstOf(InetAddress address, int prefixLength) {
        byte[] bytes = address.getAddress();
        for (int i = 0; i < bytes.length; i++) {
            int kept = Math.clamp(prefixLength - i * 8L, 0, 8);
            bytes[i] = (byte) (bytes[i] & (0xff << (8 - kept)));
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError("4 and 16 bytes are always an address", e);
        }
    }

    @Override
    public String toString() {
        return AddressText.of(address) + "/" + prefixLength;
    }
}
