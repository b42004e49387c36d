package org.aptheke.origin;

import java.net.InetAddress;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * A host and a port as a URI names them (RFC 3986, 3.2), checked.
 *
 * @param host lower case, without brackets and without a trailing dot
 */
public record Authority(String host, int port) {
    private static final int MAX_NAME = 253;
    private static final int MAX_LABEL = 63;

    /**
     * Reads {@code host}, {@code host:port}, {@code [v6]} or {@code [v6]:port}.
     *
     * @throws URISyntaxException whose reason says in words what is wrong and how to do better
     */
    public static Authority parse(String text, int defaultPort) throws URISyntaxException {
        if (text.indexOf('@') >= 0) {
            // Not the text itself: it holds a secret.
            throw new URISyntaxException(
                    "//…@…",
                    "user and password do not belong into a URI, which is logged and passed on; give them to apt in"
                            + " auth.conf (man apt_auth.conf)");
        }
        if (text.startsWith("[")) {
            return bracketed(text, defaultPort);
        }
        int colon = text.indexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon);
        int port = colon < 0 ? defaultPort : port(text, text.substring(colon + 1), defaultPort);
        return new Authority(name(text, host), port);
    }

    private static Authority bracketed(String text, int defaultPort) throws URISyntaxException {
        int end = text.indexOf(']');
        if (end < 0) {
            throw new URISyntaxException(text, "a [ without its ]");
        }
        String host = text.substring(1, end);
        String rest = text.substring(end + 1);
        if (!rest.isEmpty() && rest.charAt(0) != ':') {
            throw new URISyntaxException(text, "only a port may stand behind the ]");
        }
        if (host.indexOf(':') < 0 || host.indexOf('%') >= 0 || !isLiteral(host)) {
            throw new URISyntaxException(text, "not an IPv6 address (without a zone) in the brackets");
        }
        int port = rest.isEmpty() ? defaultPort : port(text, rest.substring(1), defaultPort);
        return new Authority(host.toLowerCase(Locale.ROOT), port);
    }

    private static boolean isLiteral(String host) {
        try {
            return InetAddress.ofLiteral(host).getAddress().length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static int port(String text, String digits, int defaultPort) throws URISyntaxException {
        if (digits.isEmpty()) {
            return defaultPort; // RFC 3986, 3.2.3: the same as no port
        }
        int port = 0;
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            if (digit < '0' || digit > '9' || i > 4) {
                throw new URISyntaxException(text, "not a port: " + digits);
            }
            port = port * 10 + (digit - '0');
        }
        if (port < 1 || port > 65535) {
            throw new URISyntaxException(text, "a port is a number from 1 to 65535, not " + digits);
        }
        return port;
    }

    private static String name(String text, String host) throws URISyntaxException {
        int length = host.endsWith(".") ? host.length() - 1 : host.length();
        if (length == 0) {
            throw new URISyntaxException(text, "the host is missing");
        }
        int label = 0;
        for (int i = 0; i < length; i++) {
            char c = host.charAt(i);
            if (c == '.') {
                if (label == 0) {
                    throw new URISyntaxException(text, "not a host name: an empty label");
                }
                label = 0;
            } else if (!isNameCharacter(c)) {
                throw new URISyntaxException(text, "not a host name: letters, digits, - _ and . are allowed");
            } else {
                label++;
            }
            if (label > MAX_LABEL) {
                throw new URISyntaxException(text, "not a host name: a label longer than " + MAX_LABEL);
            }
        }
        if (label == 0 || length > MAX_NAME) {
            throw new URISyntaxException(text, "not a host name: an empty label, or longer than " + MAX_NAME);
        }
        return host.substring(0, length).toLowerCase(Locale.ROOT);
    }

    /** RFC 1123, 2.1, and the underscore that real zones have. */
    private static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || (c >= 'A' && c <= 'Z') || c == '_';
    }
}
