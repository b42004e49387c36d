package org.aptheke.route;

import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.aptheke.http.AddressText;
import org.aptheke.http.Fields;
import org.aptheke.http.Scheme;
import org.aptheke.origin.Authority;

/**
 * The paths on the data port that are not files of an origin. Immutable.
 *
 * @param console the address of the console, where the old report page leads
 * @param interception for which clients need the certificate of an authority
 */
record OwnPages(String console, Interception interception) {
    private static final Set<String> FOR_EVERYBODY = Set.of("/", "/healthz", "/readyz", "/acng-report.html");
    private static final Pattern FILE_OF_OURS = Pattern.compile("/aptheke/[a-z0-9-]+(\\.[a-z0-9]+)?");
    private static final Pattern OLD_ACTION = Pattern.compile("(do|just)[A-Z][A-Za-z]{2,20}|sigabort");
    private static final List<String> LOOPBACK = List.of("//127.", "//[::1]", "//localhost");
    private static final List<String> LISTENS_ANYWHERE = List.of("//0.0.0.0:", "//[::]:", "//[0:0:0:0:0:0:0:0]:");
    private static final String HTML = "text/html";

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
     * @param query what stands behind the question mark, or nothing
     */
    Optional<Route> route(String path, String first, String query, Fields fields) {
        return switch (first) {
            case "" ->
                path.equals("/")
                        ? Optional.of(new Route.Landing(named(fields), showsPages(fields)))
                        : missing("a path form starts with a host");
            case "healthz" -> only(path, "/healthz", new Route.Health(false));
            case "readyz" -> only(path, "/readyz", new Route.Health(true));
            case "acng-report.html" -> only(path, "/acng-report.html", report(query, fields));
            case "snapshot" -> missing("/snapshot/ is reserved for suites as they were; this version has none yet");
            case "aptheke" -> below(path, fields);
            // What browsers ask of every server; they look like host names.
            case "favicon.ico", "robots.txt" -> only(path, "/" + first, new Route.Refused(404, "no such page"));
            default -> Optional.empty();
        };
    }

    private Route report(String query, Fields fields) {
        var action = Stream.of(query.split("&"))
                .map(parameter -> parameter.split("=", 2)[0])
                .filter(name -> OLD_ACTION.matcher(name).matches())
                .findFirst();
        boolean anywhere = LISTENS_ANYWHERE.stream().anyMatch(console::contains);
        var url = anywhere ? named(fields).map(this::consoleAt).orElse(console) : console;
        return new Route.OldReport(action, url, LOOPBACK.stream().noneMatch(console::contains));
    }

    /** By the name by which the client calls this program: the console listens on all of its addresses. */
    private String consoleAt(Authority cache) {
        int port = console.lastIndexOf(':');
        return console.substring(0, console.indexOf("//") + 2)
                + AddressText.inUri(cache.host())
                + console.substring(port);
    }

    private Optional<Route> below(String path, Fields fields) {
        return switch (path) {
            case "/aptheke/detect.sh" -> Optional.of(new Route.DetectScript(named(fields)));
            case "/aptheke/ca.crt" ->
                interception.isOn()
                        ? Optional.of(new Route.CaCertificate())
                        : missing("there is no certificate authority: the interception of https is off"
                                + " ([intercept] hosts is empty)");
            // An empty list is an answer too: nothing is intercepted any more.
            case "/aptheke/intercepted.txt" ->
                Optional.of(new Route.InterceptedHosts(interception.hosts().texts()));
            default -> missing("no such page");
        };
    }

    /** What the client calls this program. Nothing depends on it but what the client is told, so it need not be right. */
    private static Optional<Authority> named(Fields fields) {
        var host = fields.first("Host");
        try {
            return host.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Authority.parse(host.get(), Scheme.HTTP.defaultPort()));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** A browser names HTML; curl, wget and apt take anything. */
    private static boolean showsPages(Fields fields) {
        return fields.combined("Accept").orElse("").contains(HTML);
    }

    private static Optional<Route> only(String path, String expected, Route route) {
        return path.equals(expected) ? Optional.of(route) : Optional.empty();
    }

    private static Optional<Route> missing(String reason) {
        return Optional.of(new Route.Refused(404, reason));
    }
}
