package org.aptheke.origin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.aptheke.http.AddressText;

/**
 * The IPv4 addresses that hide in an IPv6 address: a connection to the one can end at the other. Where a form is
 * ambiguous every reading counts, since the guard must not be talked round.
 */
final class Embedded {
    private Embedded() {}

    /** One reading of an address. */
    record Reading(String form, String literal) {}

    /** The four bytes of an IPv4-mapped address (RFC 4291, 2.5.5.2), else the bytes given. */
    static byte[] unmapped(byte[] address) {
        boolean mapped = address.length == 16
                && zero(address, 0, 10)
                && address[10] == (byte) 0xff
                && address[11] == (byte) 0xff;
        return mapped ? Arrays.copyOfRange(address, 12, 16) : address;
    }

    /** The IPv4 addresses within 16 bytes that are not IPv4-mapped, as literals with the form they are in. */
    static List<Reading> in(byte[] address) {
        var readings = new ArrayList<Reading>(2);
        if (zero(address, 0, 12)) {
            add(readings, "IPv4-compatible", address, 12, 13, 14, 15); // RFC 4291, 2.5.5.1
        } else if (starts(address, 0x00, 0x64, 0xff, 0x9b) && zero(address, 4, 12)) {
            add(readings, "NAT64", address, 12, 13, 14, 15); // RFC 6052, 2.1
        } else if (starts(address, 0x00, 0x64, 0xff, 0x9b, 0x00, 0x01)) {
            addLocalNat64(readings, address);
        } else if (starts(address, 0x20, 0x02)) {
            add(readings, "6to4", address, 2, 3, 4, 5); // RFC 3056, 2
        } else if (starts(address, 0x20, 0x01, 0x00, 0x00)) {
            add(readings, "Teredo server", address, 4, 5, 6, 7); // RFC 4380, 4
            byte[] client = {(byte) ~address[12], (byte) ~address[13], (byte) ~address[14], (byte) ~address[15]};
            readings.add(new Reading("Teredo", AddressText.of(client)));
        }
        if ((address[8] & 0xfd) == 0 && address[9] == 0 && address[10] == 0x5e && address[11] == (byte) 0xfe) {
            add(readings, "ISATAP", address, 12, 13, 14, 15); // RFC 5214, 6.1
        }
        return readings;
    }

    /** RFC 8215 gives sites a /48 for translators; RFC 6052, 2.2 says where each prefix length puts the address. */
    private static void addLocalNat64(List<Reading> readings, byte[] address) {
        String form = "local NAT64";
        if (zero(address, 8, 12)) {
            add(readings, form, address, 12, 13, 14, 15);
        }
        if (address[8] != 0) {
            return;
        }
        if (zero(address, 11, 16)) {
            add(readings, form, address, 6, 7, 9, 10);
        }
        if (zero(address, 12, 16) && !zero(address, 7, 12)) {
            add(readings, form, address, 7, 9, 10, 11);
        }
        if (zero(address, 13, 16) && !zero(address, 9, 13)) {
            add(readings, form, address, 9, 10, 11, 12);
        }
    }

    private static void add(List<Reading> readings, String form, byte[] address, int a, int b, int c, int d) {
        byte[] bytes = {address[a], address[b], address[c], address[d]};
        readings.add(new Reading(form, AddressText.of(bytes)));
    }

    private static boolean zero(byte[] address, int from, int to) {
        for (int i = from; i < to; i++) {
            if (address[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean starts(byte[] address, int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (address[i] != (byte) bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
