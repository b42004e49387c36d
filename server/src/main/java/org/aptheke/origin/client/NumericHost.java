package org.aptheke.origin.client;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * IPv4 addresses in every spelling that some resolver understands: {@code 127.1}, {@code 2130706433}, {@code 0177.0.0.1},
 * {@code 0x7f000001}. Resolvers differ in what they make of these, so they are read here, once, the way the C library
 * does, and the egress guard sees the address that is meant.
 */
final class NumericHost {
    private static final int MAX_PARTS = 4;

    private NumericHost() {}

    /**
     * The address that a host written in numbers is; empty when the host is a name.
     *
     * @throws UnknownHostException when it ends in a number, as no name does, but is no address
     */
    static Optional<InetAddress> parse(String host) throws UnknownHostException {
        String[] parts = host.split("\\.", -1);
        if (host.indexOf(':') >= 0 || !isNumber(parts[parts.length - 1])) {
            return Optional.empty();
        }
        if (parts.length > MAX_PARTS) {
            throw notAnAddress(host);
        }
        long address = 0;
        for (int i = 0; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            long limit = last ? 1L << (8 * (MAX_PARTS - i)) : 1L << Byte.SIZE;
            long value = isNumber(parts[i]) ? value(parts[i]) : -1;
            if (value < 0 || value >= limit) {
                throw notAnAddress(host);
            }
            address |= last ? value : value << (8 * (MAX_PARTS - 1 - i));
        }
        byte[] bytes = {(byte) (address >> 24), (byte) (address >> 16), (byte) (address >> 8), (byte) address};
        return Optional.of(Inet4Address.getByAddress(bytes));
    }

    private static boolean isNumber(String part) {
        return part.matches("0[xX][0-9a-fA-F]*|[0-9]+");
    }

    /** -1 when it is too large, or has a digit that is none. */
    private static long value(String part) {
        boolean hex = part.startsWith("0x") || part.startsWith("0X");
        boolean octal = !hex && part.length() > 1 && part.startsWith("0");
        String digits = hex ? part.substring(2) : part;
        try {
            return digits.isEmpty() || digits.length() > 12 ? -1 : Long.parseLong(digits, hex ? 16 : octal ? 8 : 10);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static UnknownHostException notAnAddress(String host) {
        return new UnknownHostException(host + " ends in a number, but is not an IPv4 address");
    }
}
