package org.aptheke.origin;

import java.net.URISyntaxException;
import java.util.Optional;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;

/**
 * Resolves what a {@code Location} field says against the URI that was asked (RFC 3986, 5.2; RFC 9110, 10.2.2). As
 * browsers do, it encodes bytes that should have been, and drops the fragment.
 */
final class UriReference {
    private UriReference() {}

    /** The target it leads to; empty when it is no http or https URI, or cannot be understood. */
    static Optional<TargetUri> resolve(TargetUri base, String reference) {
        try {
            String text = encoded(withoutFragment(reference.strip()));
            int colon = schemeEnd(text);
            return colon < 0 ? Optional.of(relative(base, text)) : absolute(text, colon);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<TargetUri> absolute(String text, int colon) throws URISyntaxException {
        String name = text.substring(0, colon);
        if (!text.startsWith("//", colon + 1)) {
            return Optional.empty();
        }
        for (var scheme : Scheme.values()) {
            if (name.equalsIgnoreCase(scheme.toString())) {
                return Optional.of(withAuthority(scheme, text.substring(colon + 3)));
            }
        }
        return Optional.empty();
    }

    private static TargetUri relative(TargetUri base, String text) throws URISyntaxException {
        if (text.startsWith("//")) {
            return withAuthority(base.scheme(), text.substring(2));
        }
        if (text.startsWith("/")) {
            return sameAuthority(base, text);
        }
        if (text.isEmpty()) {
            return base;
        }
        if (text.startsWith("?")) {
            return sameAuthority(base, base.path() + text);
        }
        String directory = base.path().substring(0, base.path().lastIndexOf('/') + 1);
        return sameAuthority(base, directory + text);
    }

    private static TargetUri withAuthority(Scheme scheme, String rest) throws URISyntaxException {
        int end = 0;
        while (end < rest.length() && rest.charAt(end) != '/' && rest.charAt(end) != '?') {
            end++;
        }
        var authority = Authority.parse(rest.substring(0, end), scheme.defaultPort());
        return target(scheme, authority.host(), authority.port(), rest.substring(end));
    }

    private static TargetUri sameAuthority(TargetUri base, String pathAndQuery) {
        return target(base.scheme(), base.host(), base.port(), pathAndQuery);
    }

    private static TargetUri target(Scheme scheme, String host, int port, String pathAndQuery) {
        int question = pathAndQuery.indexOf('?');
        String path = question < 0 ? pathAndQuery : pathAndQuery.substring(0, question);
        String query = question < 0 ? "" : pathAndQuery.substring(question + 1);
        return new TargetUri(scheme, host, port, path.isEmpty() ? "/" : DotSegments.remove(path), query);
    }

    /** Where the scheme's colon is, or -1: a colon behind a slash or a question mark belongs to a path. */
    private static int schemeEnd(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ':') {
                return i == 0 ? -1 : i;
            }
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && (i == 0 || ((c < '0' || c > '9') && c != '+' && c != '-' && c != '.'))) {
                return -1;
            }
        }
        return -1;
    }

    private static String withoutFragment(String reference) {
        int hash = reference.indexOf('#');
        return hash < 0 ? reference : reference.substring(0, hash);
    }

    /** Field values hold one char for one byte, so a byte above 0x7e becomes one escape. */
    private static String encoded(String reference) throws URISyntaxException {
        var text = new StringBuilder(reference.length() + 16);
        for (int i = 0; i < reference.length(); i++) {
            char c = reference.charAt(i);
            if (c < ' ' || c == 0x7f || c > 0xff) {
                throw new URISyntaxException(reference, "a control character", i);
            }
            if (c == ' ' || c > 0x7f) {
                text.append('%').append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
