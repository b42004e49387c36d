package org.aptheke.upstream;

import static org.aptheke.origin.ListedOrigins.uri;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.aptheke.http.Fields;
import org.aptheke.http.Scheme;
import org.aptheke.origin.Authority;
import org.aptheke.origin.ListedOrigins;
import org.aptheke.origin.OriginRequest;
import org.aptheke.origin.OriginTimeoutException;
import org.aptheke.origin.OriginUnreachableException;
import org.aptheke.route.HostPatterns;
import org.aptheke.testkit.ManualClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UpgradingClientTest {
    private static final Authority A = new Authority("a.example", 80);

    @TempDir
    Path directory;

    private final ManualClock clock = ManualClock.at("2026-01-01T00:00:00Z");
    private final ListedOrigins origins = new ListedOrigins();
    private SecureOrigins learned;

    @BeforeEach
    void openMemory() {
        learned = new SecureOrigins(file(), clock);
    }

    private Path file() {
        return directory.resolve("secure-origins");
    }

    @ParameterizedTest
    @CsvSource({
        "http://vendor.example/apt/x, https://vendor.example/apt/x",
        "http://vendor.example/apt, https://vendor.example/apt",
        "http://vendor.example/aptly/x, http://vendor.example/aptly/x",
        "http://vendor.example:8080/apt/x, https://vendor.example:8080/apt/x",
        "http://b.cdn.example/x?q, https://b.cdn.example/x?q",
        "http://cdn.example/x, http://cdn.example/x",
        "https://plain.example/x, https://plain.example/x",
        "http://plain.example/x, http://plain.example/x"
    })
    void send_rules_firstThatMatchesDecides(String asked, String sent) throws Exception {
        var rules = new UpstreamRules(List.of(
                new UpstreamRule(HostPatterns.of(List.of("plain.example")), "/", Scheme.HTTP),
                new UpstreamRule(HostPatterns.of(List.of("vendor.example")), "/apt", Scheme.HTTPS),
                new UpstreamRule(HostPatterns.of(List.of("*.cdn.example")), "/", Scheme.HTTPS)));

        try (var response = client(rules).send(get(asked))) {
            assertThat(response.target()).isEqualTo(uri(sent));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void send_redirectToHttpsOfTheSameFile_isRememberedForTheHost(int status) throws Exception {
        origins.redirect("http://a.example/x", status, "https://a.example/x");
        var client = client(UpstreamRules.NONE);

        client.send(get("http://a.example/x")).close();
        client.send(get("http://a.example/y?q")).close();

        assertThat(origins.asked()).containsExactly("http://a.example/x", "https://a.example/y?q");
        assertThat(learned.entries()).map(SecureOrigin::name).containsExactly("a.example:80");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://b.example/x",
                "https://a.example/y",
                "https://a.example/x?q",
                "http://a.example:81/x",
                "/y",
                "ftp://a.example/x"
            })
    void send_otherRedirect_teachesNothing(String location) throws Exception {
        origins.redirect("http://a.example/x", 301, location);

        client(UpstreamRules.NONE).send(get("http://a.example/x")).close();

        assertThat(learned.entries()).isEmpty();
    }

    @Test
    void send_ruleSaysHttp_isNeitherUpgradedNorRemembered() throws Exception {
        learned.note(A, 443, true);
        origins.redirect("http://a.example/x", 301, "https://a.example/x");
        var rules = new UpstreamRules(List.of(new UpstreamRule(HostPatterns.of(List.of("*")), "/", Scheme.HTTP)));

        client(rules).send(get("http://a.example/x")).close();

        assertThat(origins.asked()).containsExactly("http://a.example/x");
    }

    @Test
    void send_rememberedOriginUnreachableByHttps_isAskedByHttpAgainAndForgotten() throws Exception {
        learned.note(A, 8443, true);
        origins.on("https://a.example:8443/x", request -> {
            throw new OriginUnreachableException("no TLS any more");
        });

        try (var response = client(UpstreamRules.NONE).send(get("http://a.example/x"))) {
            assertThat(response.target()).isEqualTo(uri("http://a.example/x"));
        }
        assertThat(learned.entries()).isEmpty();
    }

    @Test
    void send_rememberedOriginWithACertificateThatIsNotTrusted_isNotAskedByHttp() {
        learned.note(A, 443, true);
        for (var cause : List.of(
                new SSLHandshakeException("of another name", new CertificateException("no name fits")),
                new SSLPeerUnverifiedException("none of the pinned keys"))) {
            origins.on("https://a.example/x", request -> {
                throw new OriginUnreachableException("no TLS session", cause);
            });

            assertThatThrownBy(() -> client(UpstreamRules.NONE).send(get("http://a.example/x")))
                    .isInstanceOf(OriginUnreachableException.class);
        }
        assertThat(origins.asked()).doesNotContain("http://a.example/x");
        assertThat(learned.httpsPort(A)).hasValue(443);
    }

    @Test
    void send_rememberedOriginSlowByHttps_staysRemembered() {
        learned.note(A, 443, true);
        origins.on("https://a.example/x", request -> {
            throw new OriginTimeoutException("slow");
        });

        assertThatThrownBy(() -> client(UpstreamRules.NONE).send(get("http://a.example/x")))
                .isInstanceOf(OriginTimeoutException.class);
        assertThat(learned.httpsPort(A)).hasValue(443);
    }

    @Test
    void send_asTheOperator_keepsTheAsker() throws Exception {
        learned.note(A, 443, true);
        var request = get("http://a.example/x");

        client(UpstreamRules.NONE)
                .send(request.withTarget(request.target().as("vendor")))
                .close();

        assertThat(origins.asked()).containsExactly("https://vendor@a.example/x");
    }

    @Test
    void note_permanentAndTemporary_lastThirtyDaysAndOne() {
        learned.note(A, 443, true);
        learned.note(new Authority("b.example", 80), 443, false);

        clock.advance(Duration.ofDays(1));
        assertThat(learned.entries()).map(SecureOrigin::name).containsExactly("a.example:80");
        clock.advance(Duration.ofDays(29));
        assertThat(learned.entries()).isEmpty();
        assertThat(learned.httpsPort(A)).isEmpty();
    }

    @Test
    void note_restart_isKnownAgain() throws Exception {
        learned.note(A, 443, true);
        learned.note(new Authority("2001:db8::1", 8080), 8443, true);

        var again = new SecureOrigins(file(), clock);

        assertThat(again.entries()).isEqualTo(learned.entries()).hasSize(2);
        assertThat(Files.readString(file())).contains("[2001:db8::1]:8080 8443 ");
    }

    @Test
    void note_editedFile_isRespected() throws Exception {
        learned.note(A, 443, true);
        Files.writeString(file(), "# nothing\ngarbage line\nc.example:80 443 when never\n");

        learned.note(new Authority("b.example", 80), 443, true);

        assertThat(learned.entries()).map(SecureOrigin::name).containsExactly("b.example:80");
    }

    @Test
    void note_tooMany_oldestGiveWay() throws Exception {
        var lines = new ArrayList<String>();
        for (int i = 0; i < 1004; i++) {
            var since = clock.instant().plusMillis(i);
            lines.add("h" + i + ".example:80 443 " + since + " " + since.plusSeconds(1000));
        }
        Files.write(file(), lines);
        clock.advance(Duration.ofSeconds(10));

        learned.note(new Authority("h1004.example", 80), 443, true);

        assertThat(learned.entries()).hasSize(1000);
        assertThat(learned.httpsPort(new Authority("h4.example", 80))).isEmpty();
        assertThat(learned.httpsPort(new Authority("h1004.example", 80))).hasValue(443);
    }

    @Test
    void note_fileCannotBeWritten_isKnownInMemory() {
        var nowhere = new SecureOrigins(directory.resolve("missing/file"), clock);

        nowhere.note(A, 443, true);
        nowhere.note(new Authority("b.example", 80), 443, true);

        assertThat(nowhere.entries()).hasSize(2);
    }

    private UpgradingClient client(UpstreamRules rules) {
        return new UpgradingClient(origins, rules, learned);
    }

    private static OriginRequest get(String uri) {
        return new OriginRequest("GET", uri(uri), Fields.EMPTY);
    }
}
