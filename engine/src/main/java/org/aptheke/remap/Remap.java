package org.aptheke.remap;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.aptheke.http.Fields;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.Redirects;

/**
 * A name for what several mirrors have. Immutable.
 *
 * @param name without dots and colons, so that it is no host; the key of what is below it begins with it
 * @param from what clients ask for
 * @param to mirrors, the preferred one first; when empty, those that clients ask for
 * @param credential of the operator, by name
 * @param parent proxy by name, or {@link org.aptheke.origin.OriginRequest#DIRECT}
 * @param patience how long a mirror may be silent before the next is asked too
 */
public record Remap(
        String name,
        List<From> from,
        List<TargetUri> to,
        Optional<String> credential,
        Optional<String> parent,
        Duration patience) {
    public static final Duration USUAL_PATIENCE = Duration.ofSeconds(5);

    /** What clients ask for. */
    public sealed interface From {
        /** All below a URI, by either scheme. */
        record Url(TargetUri top) implements From {}

        /** All below a path, in a request that names no host. */
        record Path(String top) implements From {}
    }

    public Remap {
        from = List.copyOf(from);
        to = List.copyOf(to);
        if (name.isEmpty() || name.indexOf('.') >= 0 || name.indexOf(':') >= 0 || name.indexOf('/') >= 0) {
            throw new IllegalArgumentException("not a name of a remap: " + name);
        }
        if (to.isEmpty() && from.stream().noneMatch(From.Url.class::isInstance)) {
            throw new IllegalArgumentException(name + ": there is no URL to fetch from");
        }
    }

    /** The mirrors: those to ask, or those that clients ask for. */
    List<TargetUri> mirrors() {
        return to.isEmpty()
                ? from.stream()
                        .filter(From.Url.class::isInstance)
                        .map(each -> ((From.Url) each).top())
                        .toList()
                : to;
    }

    /** The file below the name: a target that is no mirror's. */
    TargetUri target(String rest, String query) {
        return new TargetUri(Scheme.HTTP, name, Scheme.HTTP.defaultPort(), rest, query);
    }

    /** Where a mirror has the file. */
    static TargetUri at(TargetUri mirror, TargetUri target) {
        var there = new TargetUri(
                mirror.scheme(), mirror.host(), mirror.port(), trimmed(mirror.path()) + target.path(), target.query());
        return target.credential().map(there::as).orElse(there);
    }

    /**
     * What of a client's fields a mirror may get: its own credentials only where the mirror is one of the hosts that it may
     * have written them for. Where clients know nothing but the name, they are meant for all that it stands for.
     */
    Fields permitted(TargetUri mirror, Fields fields) {
        var written = from.stream()
                .filter(From.Url.class::isInstance)
                .map(each -> ((From.Url) each).top())
                .toList();
        boolean known = written.isEmpty() || written.stream().anyMatch(top -> Redirects.isSameOrigin(mirror, top));
        return known ? fields : Redirects.withoutCredentials(fields);
    }

    /** What follows a path that is the top or below it; empty when it is not. */
    static Optional<String> below(String top, String path) {
        String prefix = trimmed(top);
        if (!path.startsWith(prefix) || (path.length() > prefix.length() && path.charAt(prefix.length()) != '/')) {
            return Optional.empty();
        }
        String rest = path.substring(prefix.length());
        return Optional.of(rest.isEmpty() ? "/" : rest);
    }

    private static String trimmed(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
