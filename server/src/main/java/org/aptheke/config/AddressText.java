package org.aptheke.config;

import java.net.InetAddress;

/** Writes IPv6 addresses in the short form of RFC 5952, section 4; the JDK writes all eight groups. */
public final class AddressText {
    private static final int GROUPS = 8;

    private AddressText() {}

    /** The address, with its zone if it has one. */
    public static String of(InetAddress address) {
        String text = address.getHostAddress();
        if (text.indexOf(':') < 0) {
            return text;
        }
        int zone = text.indexOf('%');
        String[] groups = (zone < 0 ? text : text.substring(0, zone)).split(":");
        return shortened(groups) + (zone < 0 ? "" : text.substring(zone));
    }

    /** The first of the longest runs of two or more zero groups becomes a double colon. */
    private static String shortened(String[] groups) {
        int start = 0;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int run = zerosFrom(groups, i);
            if (run > length) {
                start = i;
                length = run;
            }
        }
        String whole = String.join(":", groups);
        if (length < 2) {
            return whole;
        }
        String before = String.join(":", java.util.Arrays.copyOfRange(groups, 0, start));
        String after = String.join(":", java.util.Arrays.copyOfRange(groups, start + length, GROUPS));
        return before + "::" + after;
    }

    private static int zerosFrom(String[] groups, int start) {
        int end = start;
        while (end < GROUPS && groups[end].equals("0")) {
            end++;
        }
        return end - start;
    }
}
