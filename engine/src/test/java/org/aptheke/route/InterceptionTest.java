package org.aptheke.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.aptheke.http.Fields;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.Authority;
import org.aptheke.origin.ListedOrigins;
import org.aptheke.remap.Remap;
import org.aptheke.remap.Remaps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which CONNECTs are intercepted, and what requests mean on such a connection. */
final class InterceptionTest {
    private static final Authority VENDOR = new Authority("vendor.example", 443);

    private final AccessRules rules = new AccessRules(
            AccessRules.DEFAULT_CLIENTS,
            HostPatterns.NONE,
            HostPatterns.of(List.of("denied.packagecloud.example")),
            TunnelPatterns.of(List.of("vendor.example:22", "*.packagecloud.example:443")));
    private final Interception interception = new Interception(
            TunnelPatterns.of(List.of("vendor.example:443", "vendor.example:8443", "*.packagecloud.example:443")),
            TunnelPatterns.of(List.of("new.example:443")));
    private final Router router =
            new Router(rules, Remaps.none(), interception, "1.1 aptheke (4f3a99)", "http://127.0.0.1:3143/");

    @ParameterizedTest
    @CsvSource({
        "vendor.example:443,vendor.example,443",
        "VENDOR.example.:443,vendor.example,443",
        "vendor.example:8443,vendor.example,8443",
        "a.packagecloud.example:443,a.packagecloud.example,443"
    })
    void connect_listedHost_isIntercepted(String target, String host, int port) {
        assertThat(connect(target)).isEqualTo(new Route.Intercepted(new Authority(host, port)));
    }

    @Test
    void connect_otherPortOfAListedHost_followsTheRulesOfTunnels() {
        assertThat(connect("vendor.example:22")).isEqualTo(new Route.Tunnel("vendor.example", 22));
        assertThat(connect("vendor.example:80")).isInstanceOf(Route.Refused.class);
    }

    @Test
    void connect_notListed_is403NamingBothSettings() {
        var refused = (Route.Refused) connect("other.example:443");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.reason())
                .contains("[intercept] hosts = [\"other.example\"]", "[connect] allow = [\"other.example:443\"]");
        assertThat(((Route.Refused) connect("other.example:8443")).reason())
                .contains("[intercept] hosts = [\"other.example:8443\"]");
    }

    @Test
    void connect_deniedHost_is403() {
        assertThat(connect("denied.packagecloud.example:443"))
                .isInstanceOfSatisfying(
                        Route.Refused.class,
                        refused -> assertThat(refused.reason()).contains("[hosts] deny"));
    }

    @Test
    void connect_hostTheAuthorityMayNotSignFor_namesTheCommand() {
        var refused = (Route.Refused) connect("new.example:443");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.reason()).contains("new.example", "aptheke ca rotate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/../b?q=1", "https://vendor.example/b?q=1", "https://VENDOR.example:443/x/../b?q=1"})
    void inside_pathOrItsOwnUri_isOfTheOrigin(String target) {
        assertThat(inside(target, "vendor.example"))
                .isEqualTo(new Route.Cached(new TargetUri(Scheme.HTTPS, "vendor.example", 443, "/b", "q=1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/healthz", "/aptheke/ca.crt", "/deb.example.org/a", "/HTTPS///deb.example.org/a"})
    void inside_pathsWithAMeaningElsewhere_areOfTheOrigin(String path) {
        assertThat(inside(path, "vendor.example:443"))
                .isEqualTo(new Route.Cached(new TargetUri(Scheme.HTTPS, "vendor.example", 443, path, "")));
    }

    @ParameterizedTest
    @CsvSource({
        "/a,other.example",
        "/a,vendor.example:8443",
        "https://other.example/a,vendor.example",
        "http://vendor.example/a,vendor.example",
        "http://vendor.example:443/a,vendor.example",
        "http://HTTPS///other.example/a,vendor.example"
    })
    void inside_anotherOrigin_is421(String target, String host) {
        assertThat(inside(target, host))
                .isInstanceOfSatisfying(
                        Route.Refused.class,
                        refused -> assertThat(refused.status()).isEqualTo(421));
    }

    @ParameterizedTest
    @CsvSource({
        "/apt/x/../a?q=1,http://vendor/a?q=1",
        "https://vendor.example/apt/a,http://vendor/a",
        "https://VENDOR.example:443/apt/a,http://vendor/a",
        "/other/a,https://vendor.example/other/a",
        "/vendor/a,https://vendor.example/vendor/a"
    })
    void inside_belowARemap_isOfTheRemap(String target, String meant) {
        var remap = new Remap(
                "vendor",
                List.of(new Remap.From.Url(ListedOrigins.uri("https://vendor.example/apt"))),
                List.of(ListedOrigins.uri("http://mirror.example/")),
                Optional.empty(),
                Optional.empty(),
                Remap.USUAL_PATIENCE);
        var remapping = new Router(
                rules,
                Remaps.of(List.of(remap), Remaps.none(), InstantSource.fixed(Instant.EPOCH)),
                interception,
                "1.1 aptheke (4f3a99)",
                "http://127.0.0.1:3143/");

        assertThat(remapping.routeInside(VENDOR, "GET", target, Fields.of("Host", "vendor.example")))
                .isEqualTo(new Route.Cached(ListedOrigins.uri(meant)));
    }

    @Test
    void inside_noHostField_isOfTheOrigin() {
        assertThat(router.routeInside(VENDOR, "GET", "/a", Fields.EMPTY)).isInstanceOf(Route.Cached.class);
    }

    @ParameterizedTest
    @CsvSource({"CONNECT,other.example:443,405", "POST,/a,405", "GET,a,400", "GET,/../a,400"})
    void inside_notServed_isRefused(String method, String target, int status) {
        assertThat(router.routeInside(VENDOR, method, target, Fields.of("Host", "vendor.example")))
                .isInstanceOfSatisfying(
                        Route.Refused.class,
                        refused -> assertThat(refused.status()).isEqualTo(status));
    }

    @Test
    void inside_ownVia_isLoop() {
        var fields = Fields.of("Host", "vendor.example", "Via", "1.1 aptheke (4f3a99)");

        assertThat(router.routeInside(VENDOR, "GET", "/a", fields))
                .isInstanceOfSatisfying(
                        Route.Refused.class,
                        refused -> assertThat(refused.status()).isEqualTo(508));
    }

    @Test
    void caCertificate_onlyWhenSomethingIsIntercepted() {
        var off = new Router(rules, Remaps.none(), Interception.NONE, "1.1 aptheke (4f3a99)", "http://127.0.0.1:3143/");

        assertThat(router.route("GET", "/aptheke/ca.crt", Fields.EMPTY)).isEqualTo(new Route.CaCertificate());
        assertThat(off.route("GET", "/aptheke/ca.crt", Fields.EMPTY))
                .isInstanceOfSatisfying(
                        Route.Refused.class,
                        refused -> assertThat(refused.status()).isEqualTo(404));
    }

    @Test
    void interceptedHosts_areThoseThatCertificatesCanBeMadeFor() {
        var off = new Router(rules, Remaps.none(), Interception.NONE, "1.1 aptheke (4f3a99)", "http://127.0.0.1:3143/");

        assertThat(router.route("GET", "/aptheke/intercepted.txt", Fields.EMPTY))
                .isEqualTo(new Route.InterceptedHosts(
                        List.of("vendor.example:443", "vendor.example:8443", "*.packagecloud.example:443")));
        assertThat(off.route("GET", "/aptheke/intercepted.txt", Fields.EMPTY))
                .isEqualTo(new Route.InterceptedHosts(List.of()));
    }

    private Route connect(String target) {
        return router.route("CONNECT", target, Fields.EMPTY);
    }

    private Route inside(String target, String host) {
        return router.routeInside(VENDOR, "GET", target, Fields.of("Host", host));
    }
}
