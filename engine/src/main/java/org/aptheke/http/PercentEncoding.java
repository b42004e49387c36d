package org.aptheke.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Escapes such as {@code %2b} in the paths of URIs (RFC 3986, 2.1). Stateless. */
public final class PercentEncoding {
    /** What may stand in a path as it is, beside letters and digits (RFC 3986, 3.3). */
    private static final String PLAIN_IN_PATHS = "-._~!$&'()*+,;=:@/";

    /** Of those, what names the same file in either spelling: unreserved ones, and two that packages use. */
    private static final String SAME_WHEN_ESCAPED = "-._~+:";

    private PercentEncoding() {}

    /** The path with escapes undone where that changes nothing, and the others in upper case (RFC 3986, 6.2.2). */
    public static String normalised(String path) {
        if (path.indexOf('%') < 0) {
            return path;
        }
        var result = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            int octet = escapedAt(path, i);
            if (octet < 0) {
                result.append(path.charAt(i));
            } else {
                append(result, octet, SAME_WHEN_ESCAPED);
                i += 2;
            }
        }
        return result.toString();
    }

    /**
     * The name that the path stands for. Empty when there is none: an escape without two digits, what is not UTF-8, a
     * control character, or a slash that is escaped and so no separator.
     */
    public static Optional<String> decoded(String path) {
        var octets = new ByteArrayOutputStream(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            boolean escaped = c == '%';
            int octet = escaped ? escapedAt(path, i) : c;
            boolean unfit = escaped ? octet == '/' : octet > 0x7f;
            if (unfit || octet < ' ' || octet == 0x7f) {
                return Optional.empty();
            }
            octets.write(octet);
            i += escaped ? 2 : 0;
        }
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets.toByteArray()));
            return Optional.of(text.toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** The path that stands for the name; its slashes are separators. In the form of {@link #normalised}. */
    public static String encoded(String name) {
        var result = new StringBuilder(name.length());
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            append(result, octet & 0xff, PLAIN_IN_PATHS);
        }
        return result.toString();
    }

    private static void append(StringBuilder result, int octet, String plain) {
        char c = (char) octet;
        boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (alphanumeric || plain.indexOf(c) >= 0) {
            result.append(c);
        } else {
            result.append('%').append(hex(octet >> 4)).append(hex(octet & 15));
        }
    }

    /** The octet that is escaped here, or -1 where nothing is. */
    private static int escapedAt(String path, int at) {
        if (path.charAt(at) != '%' || at + 3 > path.length()) {
            return -1;
        }
        int high = Character.digit(path.charAt(at + 1), 16);
        int low = Character.digit(path.charAt(at + 2), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    private static char hex(int digit) {
        return "0123456789ABCDEF".charAt(digit);
    }
}
