package org.aptheke.remap;

import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.Authority;
import org.aptheke.origin.DotSegments;

/**
 * A list of mirrors as distributions publish them: one URL on each line, or paragraphs of fields like the list that
 * Debian keeps. What is not understood is left out. Immutable.
 *
 * <pre>{@code
 * Site: ftp.de.debian.org
 * Aliases: debian.example.org
 * Archive-http: /debian/
 * }</pre>
 *
 * @param mirrors one for each site, in the order of the list
 * @param names the same, and those by other names of a site
 */
public record MirrorList(List<TargetUri> mirrors, List<TargetUri> names) {
    public MirrorList {
        mirrors = List.copyOf(mirrors);
        names = List.copyOf(names);
    }

    /** Reads the lines of a list; a {@code #} begins a comment. */
    public static MirrorList of(List<String> lines) {
        var reader = new Reader();
        lines.forEach(reader::line);
        reader.endOfParagraph();
        return new MirrorList(List.copyOf(reader.mirrors), List.copyOf(reader.names));
    }

    /** A URL, whose scheme may be left out; empty when it is none. */
    public static Optional<TargetUri> url(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        Scheme scheme = lower.startsWith("https://") ? Scheme.HTTPS : Scheme.HTTP;
        String prefix = scheme + "://";
        String rest = lower.startsWith(prefix) ? text.substring(prefix.length()) : text;
        int slash = rest.indexOf('/');
        String path = slash < 0 ? "/" : rest.substring(slash);
        if (path.chars().anyMatch(c -> c <= ' ' || c >= 0x7f || c == '?' || c == '#')) {
            return Optional.empty();
        }
        try {
            var authority = Authority.parse(slash < 0 ? rest : rest.substring(0, slash), scheme.defaultPort());
            return DotSegments.removeStrictly(path)
                    .map(clean -> new TargetUri(scheme, authority.host(), authority.port(), clean, ""));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static final class Reader {
        final Set<TargetUri> mirrors = new LinkedHashSet<>();
        final Set<TargetUri> names = new LinkedHashSet<>();
        private String site = "";
        private final List<String> aliases = new ArrayList<>();
        private final List<String> paths = new ArrayList<>();

        void line(String raw) {
            int hash = raw.indexOf('#');
            String line = (hash < 0 ? raw : raw.substring(0, hash)).strip();
            int colon = line.indexOf(':');
            boolean field = colon > 0 && !line.startsWith("//", colon + 1) && !isPort(line, colon);
            if (line.isEmpty()) {
                if (hash < 0) {
                    endOfParagraph();
                }
            } else if (!field) {
                url(line).ifPresent(this::add);
            } else {
                field(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }

        private static boolean isPort(String line, int colon) {
            return colon + 1 < line.length() && Character.isDigit(line.charAt(colon + 1));
        }

        private void field(String name, String value) {
            switch (name) {
                case "site" -> {
                    endOfParagraph(); // some lists have no empty lines between them
                    site = value;
                }
                case "alias", "aliases" -> aliases.addAll(List.of(value.split("[\\s,]+")));
                case "archive-http", "x-archive-http" -> paths.add(value);
                default -> {}
            }
        }

        void endOfParagraph() {
            for (String path : paths) {
                at(site, path).ifPresent(this::add);
                aliases.forEach(alias -> at(alias, path).ifPresent(names::add));
            }
            site = "";
            aliases.clear();
            paths.clear();
        }

        private static Optional<TargetUri> at(String host, String path) {
            return host.isEmpty() ? Optional.empty() : url(host + (path.startsWith("/") ? path : "/" + path));
        }

        private void add(TargetUri mirror) {
            mirrors.add(mirror);
            names.add(mirror);
        }
    }
}
