package org.aptheke.origin.client;

import static org.aptheke.origin.client.OriginClientFixture.IDENTITY;
import static org.aptheke.origin.client.OriginClientFixture.LOOPBACK;
import static org.aptheke.origin.client.OriginClientFixture.ROOMY;
import static org.aptheke.origin.client.OriginClientFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.aptheke.http.Fields;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.BandwidthLimit;
import org.aptheke.origin.OriginRequest;
import org.aptheke.origin.OriginUnreachableException;
import org.aptheke.origin.ParentProxy;
import org.aptheke.origin.Secret;
import org.aptheke.testkit.ManualClock;
import org.aptheke.testkit.ScriptedOrigin;
import org.aptheke.testkit.ThrowawayCa;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whose certificates of a parent are trusted: its own settings say it, and those of origins do not. */
@Timeout(60)
final class ParentTrustTest {
    private static final InstantSource CLOCK = ManualClock.at("2026-01-01T00:00:00Z");
    private static final Pin OTHER = new Pin("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    private static final OriginRequest REQUEST =
            new OriginRequest("GET", new TargetUri(Scheme.HTTP, "deb.example.org", 80, "/", ""), Fields.EMPTY);

    @TempDir
    private static Path directory;

    private static ThrowawayCa ca;
    private static X509Certificate authority;

    @BeforeAll
    static void makeAuthority() throws Exception {
        ca = ThrowawayCa.create(directory);
        try (var in = Files.newInputStream(ca.caPem())) {
            authority =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    @Test
    void send_authorityAndPinOfTheParent_pass() throws Exception {
        for (var pins :
                List.of(List.<Pin>of(), List.of(OTHER, new Pin(ca.serverPin())), List.of(new Pin(ca.caPin())))) {
            try (var parent = parent();
                    var client = client(parent, new Trust(List.of(authority), pins), List.of());
                    var response = client.send(REQUEST)) {
                assertThat(text(response)).isEqualTo("forwarded");
            }
        }
    }

    @Test
    void send_otherKeyOfTheParent_isRefusedBeforeAnythingIsSaid() throws Exception {
        try (var parent = parent();
                var client = client(parent, new Trust(List.of(authority), List.of(OTHER)), List.of())) {
            assertThatThrownBy(() -> client.send(REQUEST))
                    .isInstanceOf(OriginUnreachableException.class)
                    .hasMessageContaining("the parent proxy cannot be used")
                    .hasMessageContaining("[[parent]] pin_sha256")
                    .hasMessageContaining(ca.serverPin());
            assertThat(parent.count()).isZero();
        }
    }

    @Test
    void send_noTrustOfItsOwn_isTheUsualOneAlsoWhenARuleForOriginsNamesItsHost() throws Exception {
        var rules = List.of(new TlsRules.Rule(host -> true, List.of(authority), List.of()));
        try (var parent = parent();
                var client = client(parent, Trust.USUAL, rules)) {
            assertThatThrownBy(() -> client.send(REQUEST))
                    .isInstanceOf(OriginUnreachableException.class)
                    .hasMessageContaining("certification path");
            assertThat(parent.count()).isZero();
        }
    }

    @Test
    void send_pinOfOriginsThatNamesTheHostOfTheParent_isNotAskedOfTheParent() throws Exception {
        var rules = List.of(new TlsRules.Rule(host -> true, List.of(), List.of(OTHER)));
        try (var parent = parent();
                var client = client(parent, new Trust(List.of(authority), List.of()), rules);
                var response = client.send(REQUEST)) {
            assertThat(text(response)).isEqualTo("forwarded");
        }
    }

    private static ScriptedOrigin parent() throws Exception {
        return ScriptedOrigin.startTls(ca).otherwise((request, reply) -> reply.send(200, "forwarded"));
    }

    private static HttpOriginClient client(ScriptedOrigin parent, Trust trust, List<TlsRules.Rule> rules)
            throws Exception {
        var login = Optional.of(new ParentProxy.Login("user", Secret.of("hunter2secret")));
        var proxy = new ParentProxy("parent", ParentProxy.Kind.HTTPS, "127.0.0.1", parent.port(), login);
        var parents = new ParentRules(List.of(new ParentRules.Rule(proxy, host -> true, false, trust)), CLOCK);
        HostResolver resolver = host -> List.of(InetAddress.ofLiteral("127.0.0.1"));
        var tls = new TlsRules(SSLContext.getDefault(), rules, Map.of());
        return new HttpOriginClient(
                IDENTITY, ROOMY, new OriginNetwork(LOOPBACK, resolver, tls, parents), BandwidthLimit.UNLIMITED);
    }
}
