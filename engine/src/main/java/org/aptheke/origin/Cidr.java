package org.aptheke.origin;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.aptheke.http.AddressText;

/**
 * A block of addresses (RFC 4632, RFC 4291 section 2.3), IPv4 or IPv6. Immutable.
 *
 * @param network its first address
 * @param prefix how many leading bits all its addresses share
 */
public record Cidr(InetAddress network, int prefix) {
    private static final Pattern DOTTED = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final int MAPPED_BITS = 96;

    public Cidr {
        byte[] bytes = network.getAddress();
        if (prefix < 0 || prefix > bytes.length * 8) {
            throw new IllegalArgumentException("the prefix length " + prefix + " is not between 0 and "
                    + bytes.length * 8 + ", which " + AddressText.of(network) + " allows");
        }
        byte[] first = masked(bytes, prefix);
        if (!Arrays.equals(bytes, first)) {
            throw new IllegalArgumentException(AddressText.of(network) + "/" + prefix
                    + " has bits behind the prefix; the block is " + AddressText.of(first) + "/" + prefix);
        }
    }

    /**
     * Reads {@code address/prefix} or a single address. The address must be a literal: dotted decimal with four parts,
     * or IPv6 without a zone.
     *
     * @throws IllegalArgumentException with a message for the operator, naming what is wrong
     */
    public static Cidr parse(String text) {
        String trimmed = text.strip();
        int slash = trimmed.indexOf('/');
        String literal = slash < 0 ? trimmed : trimmed.substring(0, slash);
        InetAddress address = address(literal, text);
        int bits = address.getAddress().length * 8;
        if (slash < 0) {
            return new Cidr(address, bits);
        }
        int prefix = number(trimmed.substring(slash + 1), text);
        if (address instanceof Inet4Address && literal.indexOf(':') >= 0) {
            // The JDK turns ::ffff:10.0.0.0 into 10.0.0.0; its prefix counts from the IPv6 address.
            prefix -= MAPPED_BITS;
        }
        return new Cidr(address, prefix);
    }

    /** Whether the address, without regard to its zone, lies in this block; IPv4-mapped IPv6 counts as IPv4. */
    public boolean contains(InetAddress address) {
        byte[] bytes = Embedded.unmapped(address.getAddress());
        byte[] first = network.getAddress();
        if (bytes.length != first.length) {
            return false;
        }
        int whole = prefix / 8;
        for (int i = 0; i < whole; i++) {
            if (bytes[i] != first[i]) {
                return false;
            }
        }
        int rest = prefix % 8;
        return rest == 0 || ((bytes[whole] ^ first[whole]) & 0xff) >> (8 - rest) == 0;
    }

    @Override
    public String toString() {
        return AddressText.of(network) + "/" + prefix;
    }

    private static InetAddress address(String literal, String text) {
        if (literal.indexOf('%') >= 0) {
            throw new IllegalArgumentException("\"" + text + "\": an address block has no zone (the part behind %)");
        }
        if (literal.indexOf(':') < 0 && !DOTTED.matcher(literal).matches()) {
            throw new IllegalArgumentException("\"" + text
                    + "\" is not an address block; write one like \"10.0.0.0/8\", \"192.0.2.7\" or \"fd00::/8\"");
        }
        try {
            return InetAddress.ofLiteral(literal);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"" + text + "\": " + literal + " is not an IP address", e);
        }
    }

    private static int number(String digits, String text) {
        if (digits.isEmpty() || digits.length() > 3 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("\"" + text + "\": behind the / stands a number of bits, like 8 or 24");
        }
        return Integer.parseInt(digits);
    }

    private static byte[] masked(byte[] address, int prefix) {
        byte[] result = address.clone();
        for (int i = 0; i < result.length; i++) {
            int kept = Math.clamp(prefix - i * 8L, 0, 8);
            result[i] &= (byte) (0xff00 >> kept);
        }
        return result;
    }
}
