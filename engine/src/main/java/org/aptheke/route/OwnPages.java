package org.aptheke.route;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The paths on the data port that are not files of an origin. */
final class OwnPages {
    private static final Set<String> FOR_EVERYBODY = Set.of("/", "/healthz", "/readyz", "/acng-report.html");
    private static final Pattern FILE_OF_OURS = Pattern.compile("/aptheke/[a-z0-9-]+(\\.[a-z0-9]+)?");

    private OwnPages() {}

    /** Whether nobody is asked for a password: what helps to set up a client, and says whether this program lives. */
    static boolean areForEverybody(String requestTarget) {
        return FOR_EVERYBODY.contains(requestTarget)
                || FILE_OF_OURS.matcher(requestTarget).matches();
    }

    /**
     * The route of a page of our own; empty when the path is none.
     *
     * @param path without query and dot segments
     * @param first its first segment
     */
    static Optional<Route> route(String path, String first, String console, boolean intercepting) {
        return switch (first) {
            case "" -> path.equals("/") ? Optional.of(new Route.Landing()) : missing("a path form starts with a host");
            case "healthz" -> only(path, "/healthz", new Route.Health(false));
            case "readyz" -> only(path, "/readyz", new Route.Health(true));
            case "acng-report.html" -> only(path, "/acng-report.html", new Route.Redirect(console));
            case "snapshot" -> missing("/snapshot/ is reserved for suites as they were; this version has none yet");
            case "aptheke" ->
                path.equals("/aptheke/ca.crt")
                        ? intercepting
                                ? Optional.of(new Route.CaCertificate())
                                : missing(
                                        "there is no certificate authority: the interception of https is off ([intercept] hosts is empty)")
                        : missing("no such page");
            // What browsers ask of every server; they look like host names.
            case "favicon.ico", "robots.txt" -> only(path, "/" + first, new Route.Refused(404, "no such page"));
            default -> Optional.empty();
        };
    }

    private static Optional<Route> only(String path, String expected, Route route) {
        return path.equals(expected) ? Optional.of(route) : Optional.empty();
    }

    private static Optional<Route> missing(String reason) {
        return Optional.of(new Route.Refused(404, reason));
    }
}
