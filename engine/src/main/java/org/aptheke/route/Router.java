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
    private static final String HTTP_PREFIX = "http://";
    private static final String HTTPS_PREFIX = "https://";

    private final AccessRules rules;
    private final Interception interception;
    private final Remaps remaps;
    private final ViaLoop loop;
    private final OwnPages ownPages;

    /**
     * @param via our own element of {@code Via}, as {@link org.aptheke.origin.OriginIdentity#via}
     * @param remaps what is meant for mirrors under a common name
     * @param console the address of the console, where the old report page leads
     */
    public Router(AccessRules rules, Remaps remaps, Interception interception, String via, String console) {
        this.rules = rules;
        this.remaps = remaps;
        this.interception = interception;
        this.loop = new ViaLoop(via);
        this.ownPages = new OwnPages(console, interception);
    }

    /** What the request means. Never fails: what cannot be understood is refused. */
    public Route route(String method, String requestTarget, Fields fields) {
        boolean connect = method.equals("CONNECT");
        if (!connect && !method.equals("GET") && !method.equals("HEAD")) {
            return new Route.Refused(405, method + " is not served here, only GET, HEAD and CONNECT");
        }
        return read(requestTarget, fields, target -> connect ? tunnel(target) : file(target, fields));
    }

    /**
     * What a request means that came on an intercepted connection, where this program stands in for an origin: paths
     * are that origin's, and no other can be asked.
     */
    public Route routeInside(Authority origin, String method, String requestTarget, Fields fields) {
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return new Route.Refused(405, method + " is not served on an intercepted connection, only GET and HEAD");
        }
        return read(requestTarget, fields, target -> inside(origin, target, fields));
    }

    /** How one kind of request target is read. */
    private interface Reading {
        Route of(String target) throws URISyntaxException;
    }

    private Route read(String requestTarget, Fields fields, Reading reading) {
        if (requestTarget.length() > MAX_TARGET) {
            return new Route.Refused(
                    414, "the request target has " + requestTarget.length() + " bytes, the limit is " + MAX_TARGET);
        }
        if (loop.isIn(fields)) {
            return new Route.Refused(508, "the request came back to this proxy: a loop (our own Via field is in it)");
        }
        try {
            TargetText.check(requestTarget);
            return reading.of(requestTarget);
        } catch (URISyntaxException e) {
            return new Route.Refused(400, e.getReason() + ": " + shortened(e.getInput()));
        }
    }

    /** RFC 9110, 7.4: a request for another origin than the connection's is misdirected. */
    private Route inside(Authority origin, String target, Fields fields) throws URISyntaxException {
        var host = fields.first("Host");
        if (host.isPresent()
                && !Authority.parse(host.get(), Scheme.HTTPS.defaultPort()).equals(origin)) {
            return misdirected(origin, host.get());
        }
        int question = target.indexOf('?');
        String query = question < 0 ? "" : target.substring(question + 1);
        var path = below(origin, question < 0 ? target : target.substring(0, question));
        return path.isPresent()
                ? cached(new TargetUri(Scheme.HTTPS, origin.host(), origin.port(), withoutDots(path.get()), query))
                : misdirected(origin, target);
    }

    /** The path in a request target, without its query, in either form; empty when it names another origin. */
    private static Optional<String> below(Authority origin, String target) throws URISyntaxException {
        if (target.startsWith("/")) {
            return Optional.of(target);
        }
        if (startsWith(HTTP_PREFIX, target)) {
            return Optional.empty();
        }
        if (!startsWith(HTTPS_PREFIX, target)) {
            throw neitherPathNorUri(target);
        }
        String rest = target.substring(HTTPS_PREFIX.length());
        int slash = rest.indexOf('/');
        var named = Authority.parse(slash < 0 ? rest : rest.substring(0, slash), Scheme.HTTPS.defaultPort());
        return named.equals(origin) ? Optional.of(slash < 0 ? "/" : rest.substring(slash)) : Optional.empty();
    }

    private static Route misdirected(Authority origin, String asked) {
        return new Route.Refused(
                421,
                "this connection was opened for " + origin.host() + ":" + origin.port() + ", and " + shortened(asked)
                        + " is something else");
    }

    private Route tunnel(String target) throws URISyntaxException {
        var authority = Authority.parse(target, 0);
        if (authority.port() == 0) {
            throw new URISyntaxException(target, "CONNECT needs a host and a port, like vendor.example:443");
        }
        String host = authority.host();
        boolean refused = rules.refusalOfHost(host).isPresent();
        if (!refused && interception.hosts().matches(host, authority.port())) {
            return new Route.Intercepted(authority);
        }
        Optional<String> refusal = rules.refusalOfTunnel(host, authority.port());
        if (refusal.isEmpty()) {
            return new Route.Tunnel(host, authority.port());
        }
        return new Route.Refused(
                403,
                !refused && interception.uncertified().matches(host, authority.port())
                        ? host + " is listed in [intercept] hosts, but the certificate authority may not sign for it;"
                                + " make one that may: aptheke ca rotate"
                        : refusal.get());
    }

    private Route file(String target, Fields fields) throws URISyntaxException {
        int question = target.indexOf('?');
        String beforeQuery = question < 0 ? target : target.substring(0, question);
        String query = question < 0 ? "" : target.substring(question + 1);
        if (beforeQuery.startsWith("/")) {
            return pathForm(withoutDots(beforeQuery), query, fields);
        }
        if (startsWith(HTTP_PREFIX, beforeQuery)) {
            return absolute(Scheme.HTTP, beforeQuery.substring(HTTP_PREFIX.length()), query);
        }
        if (startsWith(HTTPS_PREFIX, beforeQuery)) {
            return absolute(Scheme.HTTPS, beforeQuery.substring(HTTPS_PREFIX.length()), query);
        }
        throw neitherPathNorUri(target);
    }

    private static boolean startsWith(String prefix, String target) {
        return target.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    private static URISyntaxException neitherPathNorUri(String target) {
        return new URISyntaxException(target, "the request target is neither a path nor an http or https URI");
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

    private Route pathForm(String path, String query, Fields fields) throws URISyntaxException {
        int end = path.indexOf('/', 1);
        String first = end < 0 ? path.substring(1) : path.substring(1, end);
        if (first.equalsIgnoreCase("https") && end > 0) {
            return cached(Scheme.HTTPS, path.substring(afterSlashes(path, end)), query);
        }
        Optional<Route> own = ownPages.route(path, first, query, fields);
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
        return cached(new TargetUri(scheme, authority.host(), authority.port(), path, query));
    }

    private Route cached(TargetUri target) {
        // The name of a remap is no host: the operator has said where it leads.
        Optional<String> refusal = remaps.isName(target) ? Optional.empty() : rules.refusalOfHost(target.host());
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
