package org.aptheke.route;

import java.net.URISyntaxException;

/** Which characters a request target may have: those of a URI, and no fragment (RFC 9112, 3.2; RFC 3986, 2). */
final class TargetText {
    private TargetText() {}

    /** @throws URISyntaxException when another byte, a fragment or a broken percent-encoding is in it */
    static void check(String target) throws URISyntaxException {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c >= 0x7f) {
                throw new URISyntaxException(
                        printable(target),
                        "byte 0x" + Integer.toHexString(c) + " at " + i + " must be percent-encoded");
            }
            if (c == '#') {
                throw new URISyntaxException(target, "a fragment (#) is not sent to servers");
            }
            if (c == '%') {
                checkEscape(target, i);
            }
        }
        if (target.isEmpty()) {
            throw new URISyntaxException(target, "the request target is missing");
        }
    }

    private static void checkEscape(String target, int at) throws URISyntaxException {
        if (at + 2 >= target.length() || hex(target.charAt(at + 1)) < 0 || hex(target.charAt(at + 2)) < 0) {
            throw new URISyntaxException(target, "a % without two hexadecimal digits at " + at);
        }
        int octet = hex(target.charAt(at + 1)) * 16 + hex(target.charAt(at + 2));
        if (octet == 0 || octet == '\r' || octet == '\n') {
            throw new URISyntaxException(target, "an encoded NUL, CR or LF at " + at);
        }
    }

    /** Not {@link Character#digit}: that takes digits of every script. */
    private static int hex(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /** Bad bytes must not get into a log line or a body as they are. */
    private static String printable(String target) {
        var text = new StringBuilder(target.length());
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            text.append(c > ' ' && c < 0x7f ? c : '?');
        }
        return text.toString();
    }
}
