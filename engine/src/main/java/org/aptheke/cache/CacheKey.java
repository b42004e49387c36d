package org.aptheke.cache;

import java.util.Optional;
import org.aptheke.http.TargetUri;

/**
 * What a stored response is found by: authority (default ports folded), normalised path and query. http and https of
 * one host share a key, other ports do not. Immutable.
 *
 * @param text for example {@code deb.example.org/debian/pool/main/a/apt/apt_2.6.1_amd64.deb}
 */
public record CacheKey(String text) {
    /** Characters whose escaped and plain spelling name the same file: unreserved ones, and two that packages use. */
    private static final String SAME_WHEN_ESCAPED = "-._~+:";

    /**
     * The key of a target. The path is compared with escapes undone where that changes nothing, and the others in upper
     * case (RFC 3986, 6.2.2); the query as written.
     */
    public static CacheKey of(TargetUri target) {
        String query = target.query().isEmpty() ? "" : "?" + target.query();
        return new CacheKey(target.authority() + normalised(target.path()) + query);
    }

    /**
     * The name of the operator's credentials that what is stored under it was got with, and so may be served only to
     * those who may use them; empty for what anybody may have.
     */
    public Optional<String> credential() {
        int at = text.indexOf('@');
        return at < 0 || text.indexOf('/') < at ? Optional.empty() : Optional.of(text.substring(0, at));
    }

    /** The path in it, without the query; starts with a slash. */
    String path() {
        int query = text.indexOf('?');
        String target = query < 0 ? text : text.substring(0, query);
        return target.substring(Math.max(0, target.indexOf('/')));
    }

    @Override
    public String toString() {
        return text;
    }

    private static String normalised(String path) {
        if (path.indexOf('%') < 0) {
            return path;
        }
        var result = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            int octet = c == '%' ? octet(path, i + 1) : -1;
            if (octet < 0) {
                result.append(c);
            } else {
                appendOctet(result, octet);
                i += 2;
            }
        }
        return result.toString();
    }

    /** The value of two hexadecimal digits, or -1 where there are none. */
    private static int octet(String path, int at) {
        if (at + 2 > path.length()) {
            return -1;
        }
        int high = Character.digit(path.charAt(at), 16);
        int low = Character.digit(path.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    private static void appendOctet(StringBuilder result, int octet) {
        char c = (char) octet;
        boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (alphanumeric || SAME_WHEN_ESCAPED.indexOf(c) >= 0) {
            result.append(c);
        } else {
            result.append('%').append(hex(octet >> 4)).append(hex(octet & 15));
        }
    }

    private static char hex(int digit) {
        return "0123456789ABCDEF".charAt(digit);
    }
}
