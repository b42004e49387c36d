package org.aptheke.origin.client;

import static org.aptheke.origin.client.OriginClientFixture.IDENTITY;
import static org.aptheke.origin.client.OriginClientFixture.LOOPBACK;
import static org.aptheke.origin.client.OriginClientFixture.ROOMY;
import static org.aptheke.origin.client.OriginClientFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.aptheke.http.Fields;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.BandwidthLimit;
import org.aptheke.origin.OriginRequest;
import org.aptheke.origin.OriginUnreachableException;
import org.aptheke.testkit.ScriptedOrigin;
import org.aptheke.testkit.ThrowawayCa;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which certificates are trusted of which origin, and which are shown. */
@Timeout(60)
final class TlsRulesTest {
    private static final Predicate<String> VENDOR = "vendor.example"::equals;
    private static final String OTHER_PIN = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    @TempDir
    private static Path directory;

    private static ThrowawayCa ca;

    @BeforeAll
    static void makeAuthority() throws Exception {
        ca = ThrowawayCa.create(directory, "dns:vendor.example,dns:other.example");
    }

    @Test
    void send_authorityOfItsOwn_isTrustedForThatHostAlone() throws Exception {
        var rules = List.of(new TlsRules.Rule(VENDOR, List.of(caCertificate()), List.of()));
        try (var origin = ScriptedOrigin.startTls(ca).otherwise((request, reply) -> reply.send(200, "hello"));
                var client = client(SSLContext.getDefault(), rules, Map.of())) {
            try (var response = client.send(get("vendor.example", origin))) {
                assertThat(text(response)).isEqualTo("hello");
            }
            assertThatThrownBy(() -> client.send(get("other.example", origin)))
                    .isInstanceOf(OriginUnreachableException.class)
                    .hasMessageContaining("certification path");
        }
    }

    @Test
    void send_authorityOfItsOwn_usualOnesAreNotTrustedForTheHost(@TempDir Path elsewhere) throws Exception {
        var stranger = ThrowawayCa.create(elsewhere, "dns:vendor.example");
        var rules = List.of(new TlsRules.Rule(VENDOR, List.of(certificate(stranger.caPem())), List.of()));
        try (var origin = ScriptedOrigin.startTls(ca);
                var client = client(ca.clientContext(), rules, Map.of())) {
            assertThatThrownBy(() -> client.send(get("vendor.example", origin)))
                    .isInstanceOf(OriginUnreachableException.class)
                    .hasMessageContaining("PKIX path");
        }
    }

    @Test
    void send_pinOfServerOrAuthority_passes() throws Exception {
        for (String pin : List.of(ca.serverPin(), ca.caPin())) {
            var rules = List.of(
                    new TlsRules.Rule(host -> false, List.of(), List.of(new Pin(OTHER_PIN))),
                    new TlsRules.Rule(VENDOR, List.of(), List.of(new Pin(OTHER_PIN), new Pin(pin))));
            try (var origin = ScriptedOrigin.startTls(ca).otherwise((request, reply) -> reply.send(200, "hello"));
                    var client = client(ca.clientContext(), rules, Map.of());
                    var response = client.send(get("vendor.example", origin))) {
                assertThat(text(response)).isEqualTo("hello");
            }
        }
    }

    @Test
    void send_otherKey_isRefusedNamingTheSettingAndTheKey() throws Exception {
        var rules = List.of(new TlsRules.Rule(VENDOR, List.of(), List.of(new Pin(OTHER_PIN))));
        try (var origin = ScriptedOrigin.startTls(ca);
                var client = client(ca.clientContext(), rules, Map.of())) {
            assertThatThrownBy(() -> client.send(get("vendor.example", origin)))
                    .isInstanceOf(OriginUnreachableException.class)
                    .hasMessageContaining("pin_sha256")
                    .hasMessageContaining(ca.serverPin());
            assertThat(origin.count()).isZero();
        }
    }

    @Test
    void send_originWantsACertificate_isShownToRequestsWithThoseCredentialsAlone() throws Exception {
        ca.issueClient("us");
        var rules = List.of(new TlsRules.Rule(VENDOR, List.of(caCertificate()), List.of()));
        try (var origin = ScriptedOrigin.startMutualTls(ca).otherwise((request, reply) -> reply.send(200, "hello"));
                var client = client(SSLContext.getDefault(), rules, Map.of("vendor", identity("us")))) {
            var request = get("vendor.example", origin);
            for (int i = 0; i < 2; i++) {
                try (var response =
                        client.send(request.withTarget(request.target().as("vendor")))) {
                    assertThat(text(response)).isEqualTo("hello");
                }
            }
            assertThat(origin.requests())
                    .allMatch(received -> received.field("Host").orElse("").equals("vendor.example:" + origin.port()));
            assertThat(origin.acceptedConnections()).as("kept for the next").isEqualTo(1);
            assertThatThrownBy(() -> client.send(request).close()).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> client.send(
                                    request.withTarget(request.target().as("other")))
                            .close())
                    .isInstanceOf(IOException.class);
            assertThat(origin.count()).isEqualTo(2);
        }
    }

    @Test
    void send_connectionOfAStrangerIsKept_isNotUsedWhereACertificateIsToBeShown() throws Exception {
        ca.issueClient("others");
        var rules = List.of(new TlsRules.Rule(VENDOR, List.of(caCertificate()), List.of()));
        try (var origin = ScriptedOrigin.startTls(ca).otherwise((request, reply) -> reply.send(200, "hello"));
                var client = client(SSLContext.getDefault(), rules, Map.of("vendor", identity("others")))) {
            var request = get("vendor.example", origin);
            for (int i = 0; i < 2; i++) {
                for (var target : List.of(request.target(), request.target().as("vendor"))) {
                    try (var response = client.send(request.withTarget(target))) {
                        assertThat(text(response)).isEqualTo("hello");
                    }
                }
            }
            assertThat(origin.acceptedConnections())
                    .as("one of each kind, kept")
                    .isEqualTo(2);
        }
    }

    @Test
    void send_redirectedWithThoseCredentialsToAnotherHost_certificateIsNotShownThere() throws Exception {
        ca.issueClient("them");
        var rules = List.of(new TlsRules.Rule(host -> true, List.of(caCertificate()), List.of()));
        try (var origin = ScriptedOrigin.startMutualTls(ca).otherwise((request, reply) -> reply.send(200, "hello"));
                var client = client(SSLContext.getDefault(), rules, Map.of("vendor", identity("them")))) {
            var request = get("other.example", origin);

            assertThatThrownBy(() -> client.send(
                                    request.withTarget(request.target().as("vendor")))
                            .close())
                    .isInstanceOf(IOException.class);
            assertThat(origin.count()).isZero();
        }
    }

    private static HttpOriginClient client(
            SSLContext usual, List<TlsRules.Rule> rules, Map<String, TlsRules.Identity> identities) {
        HostResolver resolver = host -> List.of(InetAddress.ofLiteral("127.0.0.1"));
        return new HttpOriginClient(
                IDENTITY,
                ROOMY,
                new OriginNetwork(LOOPBACK, resolver, new TlsRules(usual, rules, identities), ParentRules.NONE),
                BandwidthLimit.UNLIMITED);
    }

    private static TlsRules.Identity identity(String name) throws Exception {
        var keys = KeyStore.getInstance(
                directory.resolve("keys.p12").toFile(), ca.password().toCharArray());
        return new TlsRules.Identity(
                (PrivateKey) keys.getKey(name, ca.password().toCharArray()),
                List.of((X509Certificate) keys.getCertificate(name)),
                VENDOR);
    }

    private static X509Certificate caCertificate() throws Exception {
        return certificate(ca.caPem());
    }

    private static X509Certificate certificate(Path pem) throws Exception {
        try (var in = Files.newInputStream(pem)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static OriginRequest get(String host, ScriptedOrigin origin) {
        return new OriginRequest("GET", new TargetUri(Scheme.HTTPS, host, origin.port(), "/", ""), Fields.EMPTY);
    }
}
