package org.aptheke.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.aptheke.http.Fields;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.Authority;
import org.aptheke.remap.Remap;
import org.aptheke.remap.Remaps;
import org.aptheke.testkit.ManualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RouterTest {
    private static final String VIA = "1.1 aptheke (4f3a99)";
    private static final String CONSOLE = "http://127.0.0.1:3143/";

    private final Router router = new Router(AccessRules.DEFAULT, Remaps.none(), Interception.NONE, VIA, CONSOLE);

    @ParameterizedTest
    @CsvSource({
        // Absolute form
        "http://deb.example.org/a/b, http://deb.example.org/a/b",
        "HTTP://DEB.Example.ORG/A, http://deb.example.org/A",
        "http://deb.example.org, http://deb.example.org/",
        "http://deb.example.org?q, http://deb.example.org/?q",
        "http://deb.example.org:80/a, http://deb.example.org/a",
        "http://deb.example.org:8080/a, http://deb.example.org:8080/a",
        "http://deb.example.org./a, http://deb.example.org/a",
        "http://deb.example.org:/a, http://deb.example.org/a",
        "https://deb.example.org/a, https://deb.example.org/a",
        "https://deb.example.org:80/a, https://deb.example.org:80/a",
        "http://[2001:DB8::1]:8080/a, http://[2001:db8::1]:8080/a",
        "http://localhost/a, http://localhost/a",
        "http://intranet/a, http://intranet/a",
        "http://127.1/a, http://127.1/a",
        // Path form
        "/deb.example.org/a/b, http://deb.example.org/a/b",
        "/deb.example.org:8080/a, http://deb.example.org:8080/a",
        "/deb.example.org, http://deb.example.org/",
        "/localhost/a, http://localhost/a",
        "/intranet:80/a, http://intranet/a",
        "/[::1]:8080/a, http://[::1]:8080/a",
        // TLS upstream
        "/HTTPS///deb.example.org/a, https://deb.example.org/a",
        "/https/deb.example.org/a, https://deb.example.org/a",
        "/https/deb.example.org:8443/a, https://deb.example.org:8443/a",
        "/HTTPS/deb.example.org/a, https://deb.example.org/a",
        "/https///intranet/a, https://intranet/a",
        "http://HTTPS///deb.example.org/a, https://deb.example.org/a",
        "http://https///deb.example.org/a//b, https://deb.example.org/a//b",
        "HTTP://Https///deb.example.org, https://deb.example.org/",
        // Kept as written
        "/deb.example.org/pool/g%2b%2b/g++_1~rc:2.deb?a=b+c&&d=%2F?, http://deb.example.org/pool/g%2b%2b/g++_1~rc:2.deb?a=b+c&&d=%2F?",
        "/deb.example.org//a//, http://deb.example.org//a//",
        "http://deb.example.org//a//, http://deb.example.org//a//",
        "/deb.example.org/a|b[c]{d}\\e, http://deb.example.org/a|b[c]{d}\\e",
        // Dot segments
        "/deb.example.org/a/../b, http://deb.example.org/b",
        "/deb.example.org/a/%2e%2e/b, http://deb.example.org/b",
        "/deb.example.org/../mirror.example/b, http://mirror.example/b",
        "http://deb.example.org/a/./b/.%2E/c, http://deb.example.org/a/c",
        "/deb.example.org/a/..%2fb, http://deb.example.org/a/..%2fb",
        "/deb.example.org/a?b=../../.., http://deb.example.org/a?b=../../.."
    })
    void route_file_isCached(String target, String expected) {
        for (String method : List.of("GET", "HEAD")) {
            var route = router.route(method, target, Fields.EMPTY);
            assertThat(route).isInstanceOf(Route.Cached.class);
            assertThat(((Route.Cached) route).target()).hasToString(expected);
        }
    }

    @Test
    void route_httpsOnOddPort_keepsScheme() {
        assertThat(router.route("GET", "/https/deb.example.org:80/a?b", Fields.EMPTY))
                .isEqualTo(new Route.Cached(new TargetUri(Scheme.HTTPS, "deb.example.org", 80, "/a", "b")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "a",
                "deb.example.org/a",
                "ftp://deb.example.org/a",
                "file:///etc/passwd",
                "http:/deb.example.org/",
                "http://",
                "http:///a",
                "https://",
                "http://:80/a",
                "/:80/a",
                "/https/",
                "/HTTPS///",
                "http://joe@deb.example.org/a",
                "http://joe:pw@deb.example.org/a",
                "/joe@deb.example.org/a",
                "http://deb.example.org/a#b",
                "/deb.example.org/a#",
                "http://deb.example.org:0/",
                "http://deb.example.org:65536/",
                "http://deb.example.org:http/",
                "http://deb.example.org:80:80/",
                "http://deb.example.org:-1/",
                "http://a..b/",
                "http://.a/",
                "http://./",
                "http://[::1/",
                "http://[::1]80/",
                "http://[fe80::1%25eth0]/",
                "http://[127.0.0.1]/",
                "http://a%2eb/",
                "http://a_b!/",
                "/..",
                "/../etc/passwd",
                "/deb.example.org/../../x",
                "http://deb.example.org/..",
                "http://deb.example.org/a/%2e%2E/../b",
                "/deb.example.org/a b",
                "/deb.example.org/\u0000",
                "/deb.example.org/a\rb",
                "/deb.example.org/a\nb",
                "/deb.example.org/a\tb",
                "/deb.example.org/\u007f",
                "/deb.example.org/caf\u00e9",
                "/deb.example.org/\u20ac",
                "/deb.example.org/%",
                "/deb.example.org/%4",
                "/deb.example.org/%zz",
                "/deb.example.org/%4\uff11",
                "/deb.example.org/%00",
                "/deb.example.org/a?b%0",
                "http://deb.example.org\\@evil.example/"
            })
    void route_notUnderstood_is400(String target) {
        var refused = refused("GET", target);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.reason()).isNotBlank().doesNotContain("\r", "\n", "\u0000", "pw");
    }

    @Test
    void route_userInfo_namesTheRemedy() {
        assertThat(refused("GET", "http://joe:pw@deb.example.org/a").reason()).contains("auth.conf");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/?x=y", "/./", "/a/.."})
    void route_root_isLanding(String target) {
        var landing = new Route.Landing(Optional.empty(), false);

        assertThat(router.route("GET", target, Fields.EMPTY)).isEqualTo(landing);
        assertThat(router.route("HEAD", target, Fields.EMPTY)).isEqualTo(landing);
    }

    @ParameterizedTest
    @CsvSource({
        "cache.example.org:3142, cache.example.org, 3142",
        "CACHE, cache, 80",
        "[2001:db8::1]:80, 2001:db8::1, 80"
    })
    void route_pageForClients_knowsWhatTheClientCallsUs(String host, String name, int port) {
        var fields = Fields.of("Host", host);
        var cache = Optional.of(new Authority(name, port));

        assertThat(router.route("GET", "/", fields)).isEqualTo(new Route.Landing(cache, false));
        assertThat(router.route("GET", "/aptheke/detect.sh", fields)).isEqualTo(new Route.DetectScript(cache));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a b", "a:0", "a\"><script>", "a;reboot", "$(reboot)", "u:p@a", "[::1", "a'b", "a/b", "é"})
    void route_pageForClients_takesNoNameThatIsNone(String host) {
        var fields = Fields.of("Host", host);

        assertThat(router.route("GET", "/", fields)).isEqualTo(new Route.Landing(Optional.empty(), false));
        assertThat(router.route("GET", "/aptheke/detect.sh", fields))
                .isEqualTo(new Route.DetectScript(Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | true",
                "*/* | false",
                "text/* | false",
                "text/plain | false"
            })
    void route_landing_isAPageForBrowsersAlone(String accept, boolean asPage) {
        assertThat(router.route("GET", "/", Fields.of("Accept", accept)))
                .isEqualTo(new Route.Landing(Optional.empty(), asPage));
    }

    @Test
    void route_ownPages() {
        assertThat(router.route("GET", "/healthz", Fields.EMPTY)).isEqualTo(new Route.Health(false));
        assertThat(router.route("HEAD", "/readyz?verbose", Fields.EMPTY)).isEqualTo(new Route.Health(true));
        assertThat(router.route("GET", "/acng-report.html?doExpire=x", Fields.EMPTY))
                .isEqualTo(new Route.OldReport(Optional.of("doExpire"), CONSOLE, false));
        assertThat(router.route("GET", "/acng-report.html?x=doExpire", Fields.EMPTY))
                .isEqualTo(new Route.OldReport(Optional.empty(), CONSOLE, false));
    }

    @Test
    void route_oldReportOfAConsoleOnAllAddresses_isAtTheNameOfTheCache() {
        var open = new Router(AccessRules.DEFAULT, Remaps.none(), Interception.NONE, VIA, "http://0.0.0.0:3143/");

        assertThat(open.route("GET", "/acng-report.html", Fields.of("Host", "cache.example.org:3142")))
                .isEqualTo(new Route.OldReport(Optional.empty(), "http://cache.example.org:3143/", true));
    }

    @ParameterizedTest
    @CsvSource({
        "/aptheke/ca.crt, interception",
        "/aptheke/other, no such page",
        "/snapshot/20260101T000000Z/deb.example.org/dists/stable/InRelease, reserved",
        "/snapshot, reserved",
        "/favicon.ico, no such page",
        "/debian/dists/stable/InRelease, /host/path",
        "/healthz/x, /host/path",
        "//deb.example.org/a, host"
    })
    void route_noSuchPage_is404(String target, String words) {
        var refused = refused("GET", target);

        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.reason()).contains(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "get", "PROPFIND", ""})
    void route_otherMethod_is405(String method) {
        assertThat(refused(method, "http://deb.example.org/").status()).isEqualTo(405);
        assertThat(refused(method, "*").status()).isEqualTo(405);
    }

    @Test
    void route_targetTooLong_is414() {
        String path = "/deb.example.org/" + "a".repeat(8192 - 17);

        assertThat(router.route("GET", path, Fields.EMPTY)).isInstanceOf(Route.Cached.class);
        assertThat(refused("GET", path + "a").status()).isEqualTo(414);
    }

    @Test
    void route_hostFieldDiffers_absoluteFormWins() {
        assertThat(router.route("GET", "http://deb.example.org/a", Fields.of("Host", "other.example")))
                .isEqualTo(new Route.Cached(new TargetUri(Scheme.HTTP, "deb.example.org", 80, "/a", "")));
    }

    @ParameterizedTest
    @CsvSource({
        "/debrep/pool/x?q, http://debrep/pool/x?q",
        "/debrep, http://debrep/",
        "/debian/pool/x, http://debrep/pool/x",
        "/./debian/../debrep/x, http://debrep/x",
        "http://deb.example.org/debian/x, http://debrep/x",
        "https://deb.example.org/debian/x, http://debrep/x",
        "/deb.example.org/debian/x, http://debrep/x",
        "/HTTPS///deb.example.org/debian/x, http://debrep/x",
        "http://HTTPS///deb.example.org/debian/x, http://debrep/x",
        "http://debrep/x, http://debrep/x",
        "http://deb.example.org/other, http://deb.example.org/other",
        "/healthz/x, "
    })
    void route_remap_everyWayIsTheSameTarget(String target, String meant) {
        var open = new Router(AccessRules.DEFAULT, remaps(), Interception.NONE, VIA, CONSOLE);

        var route = open.route("GET", target, Fields.EMPTY);

        assertThat(route instanceof Route.Cached(var found) ? found.toString() : null)
                .isEqualTo(meant);
    }

    @Test
    void route_remapAndAllowedHosts_nameIsAllowedAndHostIsNot() {
        var rules = new AccessRules(
                AccessRules.DEFAULT_CLIENTS,
                HostPatterns.of(List.of("mirror.example")),
                HostPatterns.NONE,
                TunnelPatterns.NONE);
        var strict = new Router(rules, remaps(), Interception.NONE, VIA, CONSOLE);

        assertThat(strict.route("GET", "/debrep/x", Fields.EMPTY)).isInstanceOf(Route.Cached.class);
        assertThat(strict.route("GET", "http://debrep/x", Fields.EMPTY)).isInstanceOf(Route.Cached.class);
        assertThat(strict.route("GET", "http://deb.example.org/debian/x", Fields.EMPTY))
                .isInstanceOf(Route.Refused.class);
    }

    private static Remaps remaps() {
        var remap = new Remap(
                "debrep",
                List.of(
                        new Remap.From.Url(new TargetUri(Scheme.HTTP, "deb.example.org", 80, "/debian", "")),
                        new Remap.From.Path("/debian")),
                List.of(new TargetUri(Scheme.HTTPS, "mirror.example", 443, "/", "")),
                Optional.empty(),
                Optional.empty(),
                Remap.USUAL_PATIENCE);
        return Remaps.of(List.of(remap), Remaps.none(), ManualClock.at("2026-01-01T00:00:00Z"));
    }

    @Test
    void route_connect_onlyToListedTargets() {
        var rules = new AccessRules(
                AccessRules.DEFAULT_CLIENTS,
                HostPatterns.NONE,
                HostPatterns.of(List.of("evil.example")),
                TunnelPatterns.of(List.of("*:443", "vendor.example:8443", "[::1]:22")));
        var open = new Router(rules, Remaps.none(), Interception.NONE, VIA, CONSOLE);

        assertThat(open.route("CONNECT", "Any.Example:443", Fields.EMPTY))
                .isEqualTo(new Route.Tunnel("any.example", 443));
        assertThat(open.route("CONNECT", "vendor.example:8443", Fields.EMPTY))
                .isEqualTo(new Route.Tunnel("vendor.example", 8443));
        assertThat(open.route("CONNECT", "[::1]:22", Fields.EMPTY)).isEqualTo(new Route.Tunnel("::1", 22));
        assertThat(((Route.Refused) open.route("CONNECT", "evil.example:443", Fields.EMPTY)).reason())
                .contains("[hosts] deny");
        assertThat(((Route.Refused) open.route("CONNECT", "any.example:22", Fields.EMPTY)).status())
                .isEqualTo(403);
    }

    @Test
    void route_connectNotListed_namesTheSetting() {
        var refused = refused("CONNECT", "vendor.example:443");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.reason())
                .contains("[connect] allow = [\"vendor.example:443\"]", "http://HTTPS///vendor.example/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vendor.example",
                "vendor.example:",
                "vendor.example:0",
                "vendor.example:65536",
                "http://vendor.example:443",
                "/",
                "",
                ":443",
                "joe@vendor.example:443",
                "vendor.example:443/",
                "vendor.example:443#",
                "vendor.example:443?a"
            })
    void route_connectNotUnderstood_is400(String target) {
        assertThat(refused("CONNECT", target).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1 aptheke (4f3a99)",
                "1.1 a, 1.1 aptheke (4f3a99)",
                "1.0 aptheke (4f3a99) , 1.1 b",
                "1.1 b (x, y), 1.1 aptheke (4f3a99)"
            })
    void route_ownVia_isLoop(String via) {
        assertThat(router.route("GET", "http://deb.example.org/", Fields.of("Via", "1.1 x", "via", via)))
                .isInstanceOfSatisfying(
                        Route.Refused.class,
                        refused -> assertThat(refused.status()).isEqualTo(508));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1 aptheke",
                "1.1 aptheke (777777)",
                "1.1 b (1.1 aptheke (4f3a99))",
                "1.1 b (x, 1.1 aptheke, y)",
                "",
                ",,",
                "aptheke",
                "1.1 b ((",
                "))"
            })
    void route_otherVia_isNoLoop(String via) {
        assertThat(router.route("GET", "http://deb.example.org/", Fields.of("Via", via)))
                .isInstanceOf(Route.Cached.class);
    }

    @Test
    void route_hostRules_refuseNamingTheSetting() {
        var rules = new AccessRules(
                AccessRules.DEFAULT_CLIENTS,
                HostPatterns.of(List.of("*.example.org")),
                HostPatterns.of(List.of("bad.example.org")),
                TunnelPatterns.NONE);
        var strict = new Router(rules, Remaps.none(), Interception.NONE, VIA, CONSOLE);

        assertThat(strict.route("GET", "/deb.example.org/a", Fields.EMPTY)).isInstanceOf(Route.Cached.class);
        var denied = (Route.Refused) strict.route("GET", "http://BAD.example.org./a", Fields.EMPTY);
        var unlisted = (Route.Refused) strict.route("GET", "/HTTPS///mirror.example/a", Fields.EMPTY);
        assertThat(denied.status()).isEqualTo(403);
        assertThat(denied.reason()).contains("bad.example.org", "[hosts] deny");
        assertThat(unlisted.status()).isEqualTo(403);
        assertThat(unlisted.reason()).contains("[hosts] allow = [\"mirror.example\"]");
    }

    private Route.Refused refused(String method, String target) {
        var route = router.route(method, target, Fields.EMPTY);
        assertThat(route).isInstanceOf(Route.Refused.class);
        return (Route.Refused) route;
    }
}
