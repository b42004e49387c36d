package org.aptheke.suite;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;

/** Where files of a suite are, from the names that release files and indexes give them. */
final class Urls {
    /** RFC 3986, 3.3: what may stand in a path segment as it is; and the slash. */
    private static final String PLAIN = "-._~!$&'()*+,;=:@/";

    private Urls() {}

    /** The directory of the target, without a slash at the end; the root is {@code /}. */
    static TargetUri directory(TargetUri file) {
        int slash = file.path().lastIndexOf('/');
        return withPath(file, slash == 0 ? "/" : file.path().substring(0, slash));
    }

    /** A file below a directory, by its name as an index writes it. */
    static TargetUri below(TargetUri directory, String name) {
        String base = directory.path().equals("/") ? "" : directory.path();
        return withPath(directory, base + "/" + encoded(name));
    }

    /** A name as it stands in a URL and, in the same form, in cache keys. */
    static String encoded(String name) {
        StringBuilder encoded = null;
        byte[] octets = name.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < octets.length; i++) {
            int octet = octets[i] & 0xff;
            boolean plain = isAlphanumeric(octet) || PLAIN.indexOf(octet) >= 0;
            if (!plain && encoded == null) {
                encoded = new StringBuilder(new String(octets, 0, i, StandardCharsets.ISO_8859_1));
            }
            if (encoded != null) {
                if (plain) {
                    encoded.append((char) octet);
                } else {
                    encoded.append('%')
                            .append(Character.toUpperCase(Character.forDigit(octet >> 4, 16)))
                            .append(Character.toUpperCase(Character.forDigit(octet & 15, 16)));
                }
            }
        }
        return encoded == null ? name : encoded.toString();
    }

    /** The name that is written so; malformed escapes stay as they are. */
    static String decoded(String encoded) {
        if (encoded.indexOf('%') < 0) {
            return encoded;
        }
        byte[] octets = encoded.getBytes(StandardCharsets.UTF_8);
        int length = 0;
        for (int i = 0; i < octets.length; i++) {
            int high = octets[i] == '%' && i + 2 < octets.length ? Character.digit(octets[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(octets[i + 2], 16);
            if (low < 0) {
                octets[length++] = octets[i];
            } else {
                octets[length++] = (byte) (high * 16 + low);
                i += 2;
            }
        }
        return new String(octets, 0, length, StandardCharsets.UTF_8);
    }

    private static boolean isAlphanumeric(int octet) {
        return (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z') || (octet >= '0' && octet <= '9');
    }

    /** A target as {@link TargetUri#toString} writes it. */
    static TargetUri parse(String url) throws URISyntaxException {
        var uri = new URI(url);
        var scheme = "https".equals(uri.getScheme()) ? Scheme.HTTPS : Scheme.HTTP;
        String host = String.valueOf(uri.getHost());
        boolean literal = host.startsWith("[");
        return new TargetUri(
                scheme,
                literal ? host.substring(1, host.length() - 1) : host,
                uri.getPort() < 0 ? scheme.defaultPort() : uri.getPort(),
                uri.getRawPath(),
                "");
    }

    private static TargetUri withPath(TargetUri target, String path) {
        return new TargetUri(target.scheme(), target.host(), target.port(), path, "");
    }
}
