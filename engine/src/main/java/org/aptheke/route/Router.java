package org.aptheke.route;

import java.net.URISyntaxException;
import java.util.Optional;
import org.aptheke.http.Fields;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.Authority;
import org.aptheke.origin.DotSegments;
import org.aptheke.remap.Remaps;

/**
 * Reads request lines: which of the forms it is (RFC 9112, 3.2, and the path forms that caches of packages have), and
 * what it asks for. Called for every request on event loops: one pass over the target, no regular expressions.
 * Immutable.
 */
public final class Router {
    private static final int MAX_TARGET = 8 * 1024;
    private static final int MAX_QUOTED = 200;

    private final AccessRules rules;
    private final Remaps remaps;
    private final ViaLoop loop;
    private final String console;

    /**
     * @param via our own element of {@code Via}, as {@link org.aptheke.origin.OriginIdentity#via}
     * @param remaps what is meant for mirrors under a common name
     * @param console the address of the console, where the old report page leads
     */
    public Router(AccessRules rules, Remaps remaps, String via, String console) {
        this.rules = rules;
        this.remaps = remaps;
        this.loop = new ViaLoop(via);
        this.console = console;
    }

    /** What the request means. Never fails: what cannot be understood is refused. */
    public Route route(String method, String requestTarget, Fields fields) {
        boolean connect = method.equals("CONNECT");
        if (!connect && !method.equals("GET") && !method.equals("HEAD")) {
            return new Route.Refused(405, method + " is not served here, only GET, HEAD and CONNECT");
        }
        if (requestTarget.length() > MAX_TARGET) {
            return new Route.Refused(
                    414, "the request target has " + requestTarget.length() + " bytes, the limit is " + MAX_TARGET);
        }
        if (loop.isIn(fields)) {
            return new Route.Refused(508, "the request came back to this proxy: a loop (our own Via field is in it)");
        }
        try {
            TargetText.check(requestTarget);
            return connect ? tunnel(requestTarget) : file(requestTarget);
        } catch (URISyntaxException e) {
            return new Route.Refused(400, e.getReason() + ": " + shortened(e.getInput()));
        }
    }

    private Route tunnel(String target) throws URISyntaxException {
        var authority = Authority.parse(target, 0);
        if (authority.port() == 0) {
            throw new URISyntaxException(target, "CONNECT needs a host and a port, like vendor.example:443");
        }
        Optional<String> refusal = rules.refusalOfTunnel(authority.host(), authority.port());
        return refusal.isPresent()
                ? new Route.Refused(403, refusal.get())
                : new Route.Tunnel(authority.host(), authority.port());
    }

    private Route file(String target) throws URISyntaxException {
        int question = target.indexOf('?');
        String beforeQuery = question < 0 ? target : target.substring(0, question);
        String query = question < 0 ? "" : target.substring(question + 1);
        if (beforeQuery.startsWith("/")) {
            return pathForm(withoutDots(beforeQuery), query);
        }
        if (beforeQuery.regionMatches(true, 0, "http://", 0, 7)) {
            return absolute(Scheme.HTTP, beforeQuery.substring(7), query);
        }
        if (beforeQuery.regionMatches(true, 0, "https://", 0, 8)) {
            return absolute(Scheme.HTTPS, beforeQuery.substring(8), query);
        }
        throw new URISyntaxException(target, "the request target is neither a path nor an http or https URI");
    }

    /** {@code rest} is what follows the two slashes. */
    private Route absolute(Scheme scheme, String rest, String query) throws URISyntaxException {
        int slash = rest.indexOf('/');
        String host = slash < 0 ? rest : rest.substring(0, slash);
        String path = slash < 0 ? "/" : withoutDots(rest.substring(slash));
        if (scheme == Scheme.HTTP && host.equalsIgnoreCase("https") && path.startsWith("///")) {
            return cached(Scheme.HTTPS, path.substring(3), query);
        }
        return cached(scheme, host, path, query);
    }

    private Route pathForm(String path, String query) throws URISyntaxException {
        int end = path.indexOf('/', 1);
        String first = end < 0 ? path.substring(1) : path.substring(1, end);
        if (first.equalsIgnoreCase("https") && end > 0) {
            return cached(Scheme.HTTPS, path.substring(afterSlashes(path, end)), query);
        }
        Optional<Route> own = OwnPages.route(path, first, console);
        if (own.isPresent()) {
            return own.get();
        }
        Optional<TargetUri> remapped = remaps.findPath(path, query);
        if (remapped.isPresent()) {
            return new Route.Cached(remapped.get());
        }
        if (first.indexOf('.') < 0 && first.indexOf(':') < 0 && !first.equalsIgnoreCase("localhost")) {
            return new Route.Refused(
                    404,
                    "\"" + first + "\" is neither a page of this proxy nor a host name nor a remap;"
                            + " files are asked for as /host/path, like /deb.example.org/dists/stable/InRelease");
        }
        return cached(Scheme.HTTP, path.substring(1), query);
    }

    /** The form has three slashes behind the scheme; clients that tidy paths leave one or two. */
    private static int afterSlashes(String path, int from) {
        int position = from;
        while (position < path.length() && position < from + 3 && path.charAt(position) == '/') {
            position++;
        }
        return position;
    }

    private Route cached(Scheme scheme, String hostAndPath, String query) throws URISyntaxException {
        int slash = hostAndPath.indexOf('/');
        return slash < 0
                ? cached(scheme, hostAndPath, "/", query)
                : cached(scheme, hostAndPath.substring(0, slash), hostAndPath.substring(slash), query);
    }

    private Route cached(Scheme scheme, String host, String path, String query) throws URISyntaxException {
        var authority = Authority.parse(host, scheme.defaultPort());
        var target = new TargetUri(scheme, authority.host(), authority.port(), path, query);
        // The name of a remap is no host: the operator has said where it leads.
        Optional<String> refusal = remaps.isName(target) ? Optional.empty() : rules.refusalOfHost(authority.host());
        return refusal.isPresent()
                ? new Route.Refused(403, refusal.get())
                : new Route.Cached(remaps.find(target).orElse(target));
    }

    private static String shortened(String text) {
        return text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "...";
    }

    private static String withoutDots(String path) throws URISyntaxException {
        var resolved = DotSegments.removeStrictly(path);
        if (resolved.isEmpty()) {
            throw new URISyntaxException(path, "the path climbs above its root");
        }
        return resolved.get();
    }
}
