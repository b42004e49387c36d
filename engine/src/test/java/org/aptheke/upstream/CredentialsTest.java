package org.aptheke.upstream;

import static org.aptheke.origin.ListedOrigins.uri;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.aptheke.http.Fields;
import org.aptheke.http.Request;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.Cidr;
import org.aptheke.origin.ListedOrigins;
import org.aptheke.origin.OriginRequest;
import org.aptheke.origin.Redirects;
import org.aptheke.origin.Secret;
import org.aptheke.remap.Remap;
import org.aptheke.remap.Remaps;
import org.aptheke.route.HostPatterns;
import org.aptheke.testkit.ManualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CredentialsTest {
    private static final String PASSWORD = "hunter2secret";
    private static final InetAddress ALLOWED = InetAddress.ofLiteral("10.0.0.1");
    private static final InetAddress OTHER = InetAddress.ofLiteral("10.0.1.1");

    private final Remaps remaps = Remaps.of(
            List.of(new Remap(
                    "rep",
                    List.of(),
                    List.of(uri("https://vendor.example/deb")),
                    Optional.of("vendor"),
                    Optional.empty(),
                    Remap.USUAL_PATIENCE)),
            Remaps.none(),
            ManualClock.at("2026-01-01T00:00:00Z"));
    private final Credentials credentials = new Credentials(
            List.of(
                    credential(
                            "vendor",
                            grant("vendor.example", "/deb", false, new Grant.Proof.Basic("u", Secret.of(PASSWORD)))),
                    credential(
                            "token",
                            grant("*.vendor.example", "/", true, new Grant.Proof.Bearer(Secret.of(PASSWORD))))),
            remaps);

    private final ListedOrigins origins = new ListedOrigins();

    @ParameterizedTest
    @CsvSource({
        "https://vendor.example/deb/x, https://vendor@vendor.example/deb/x",
        "http://vendor.example/deb/x, http://vendor@vendor.example/deb/x",
        "http://vendor.example/debx, http://vendor.example/debx",
        "http://cdn.vendor.example/x, http://token@cdn.vendor.example/x",
        "http://other.example/deb/x, http://other.example/deb/x",
        "http://rep/x, http://vendor@rep/x"
    })
    void seenBy_clientThatMay_asksWithTheCredentialsForTheTarget(String asked, String seen) {
        assertThat(seen(ALLOWED, asked, Fields.EMPTY)).isEqualTo(seen);
        assertThat(credentials.concern(uri(asked))).isEqualTo(!asked.equals(seen));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://vendor.example/deb/x", "http://cdn.vendor.example/x", "http://rep/x"})
    void seenBy_clientThatMayNot_asksAsAnybody(String asked) {
        assertThat(seen(OTHER, asked, Fields.EMPTY)).isEqualTo(asked);
    }

    /** Servers that unescape a path before they look for dots would take them for paths elsewhere. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/deb/..%2fsecret",
                "/deb/..%2Fsecret",
                "/deb/%2e%2e%2fsecret",
                "/deb/..;/secret",
                "/deb/..;x=y/secret",
                "/deb/..%3b/secret",
                "/deb/..%5csecret",
                "/deb/x/%2e%2e/%2e%2e/secret",
                "/deb/%ff/x"
            })
    void seenBy_pathThatMayLeadElsewhere_isNotCovered(String path) {
        var asked = new TargetUri(Scheme.HTTPS, "vendor.example", 443, path, "");
        var request = new Request("GET", asked, Fields.EMPTY);

        assertThat(credentials.seenBy(ALLOWED, request).target()).isEqualTo(asked);
        assertThat(credentials.authorization(asked.as("vendor"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/deb/..x/y", "/deb/a..b", "/deb/x;y/z", "/deb/g%2b%2b_1.0~rc1.deb", "/deb/...", "/deb/"})
    void seenBy_pathWithHarmlessDots_isCovered(String path) {
        var asked = new TargetUri(Scheme.HTTPS, "vendor.example", 443, path, "");

        assertThat(credentials.authorization(asked.as("vendor"))).isPresent();
    }

    @Test
    void seenBy_clientWithItsOwn_asksWithThose() {
        assertThat(seen(ALLOWED, "https://vendor.example/deb/x", Fields.of("Authorization", "Basic eA==")))
                .isEqualTo("https://vendor.example/deb/x");
    }

    @ParameterizedTest
    @CsvSource({
        "https://vendor@vendor.example/deb/x, Basic dTpodW50ZXIyc2VjcmV0",
        "http://vendor@vendor.example/deb/x, ",
        "https://vendor@vendor.example/x, ",
        "https://vendor.example/deb/x, ",
        "https://vendor@evil.example/deb/x, ",
        "https://gone@vendor.example/deb/x, ",
        "http://token@cdn.vendor.example/x, Bearer hunter2secret"
    })
    void send_credentials_goToTheirOriginsBySafeWaysAlone(String asked, String sent) throws Exception {
        new CredentialedClient(origins, credentials)
                .send(new OriginRequest("GET", target(asked), Fields.EMPTY))
                .close();

        assertThat(origins.sent.getFirst().fields().first("Authorization")).isEqualTo(Optional.ofNullable(sent));
    }

    @Test
    void send_redirectToAnotherHost_credentialsStayBehind() throws Exception {
        origins.redirect("https://vendor.example/deb/x", 302, "https://storage.example/signed?x");
        var redirects = new Redirects(new CredentialedClient(origins, credentials));

        redirects.send(new OriginRequest("GET", target("https://vendor@vendor.example/deb/x"), Fields.EMPTY));

        assertThat(origins.sent)
                .map(sent -> sent.fields().contains("Authorization"))
                .containsExactly(true, false);
    }

    @Test
    void toString_anything_hasNoSecret() {
        var grant = grant("a.example", "/", true, new Grant.Proof.Basic("u", Secret.of(PASSWORD)));

        assertThat(List.of(grant, credential("x", grant), credentials, Secret.of(PASSWORD))
                        .toString())
                .doesNotContain(PASSWORD)
                .contains("***");
    }

    @Test
    void netrc_entries_areReadWithSchemePortAndPath() {
        var grants = NetrcFile.read("""
                # vendors
                machine a.example login u password %1$s
                machine b.example:8443/deb
                  login v password %1$s   # comment
                machine http://c.example/x login w
                  password %1$s
                machine https://[2001:db8::1]/ login x password %1$s
                """.formatted(PASSWORD).lines().toList());

        assertThat(grants).hasSize(4);
        var all = new Credentials(List.of(credential("file", grants.toArray(Grant[]::new))), Remaps.none());
        assertThat(authorized(all, "https://file@a.example/any")).isTrue();
        assertThat(authorized(all, "http://file@a.example/any")).isFalse();
        assertThat(authorized(all, "https://file@b.example:8443/deb/x")).isTrue();
        assertThat(authorized(all, "https://file@b.example/deb/x")).isFalse();
        assertThat(authorized(all, "https://file@b.example:8443/x")).isFalse();
        assertThat(authorized(all, "http://file@c.example/x/y")).isTrue();
        assertThat(authorized(all, "https://file@[2001:db8::1]/x")).isTrue();
        assertThat(grants.toString()).doesNotContain(PASSWORD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "default login u password hunter2secret",
                "login u password hunter2secret",
                "machine a.example login",
                "machine a.example macdef init",
                "machine a.example hunter2secret",
                "machine u:hunter2secret@a.example login u"
            })
    void netrc_notUnderstood_isRefusedWithoutTheSecret(String line) {
        assertThatThrownBy(() -> NetrcFile.read(List.of(line)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(PASSWORD);
    }

    private boolean authorized(Credentials all, String uri) {
        return all.authorization(target(uri)).isPresent();
    }

    private String seen(InetAddress client, String uri, Fields fields) {
        return credentials
                .seenBy(client, new Request("GET", uri(uri), fields))
                .target()
                .toString();
    }

    private static TargetUri target(String uri) {
        int scheme = uri.indexOf("//") + 2;
        int at = uri.indexOf('@');
        return at < 0
                ? uri(uri)
                : uri(uri.substring(0, scheme) + uri.substring(at + 1)).as(uri.substring(scheme, at));
    }

    private static Credential credential(String name, Grant... grants) {
        return new Credential(name, List.of(grants), List.of(Cidr.parse("10.0.0.0/24")));
    }

    private static Grant grant(String host, String path, boolean overHttp, Grant.Proof proof) {
        return new Grant(HostPatterns.of(List.of(host)), OptionalInt.empty(), path, overHttp, proof);
    }
}
