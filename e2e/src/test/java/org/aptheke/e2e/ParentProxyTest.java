package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.aptheke.testkit.Poll;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.Samples;
import org.aptheke.testkit.ScriptedOrigin;
import org.aptheke.testkit.ThrowawayCa;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Fetches and tunnels through proxies as Debian has them. */
final class ParentProxyTest {
    private static final byte[] CONTENT = Samples.bytes(5, 500_000);
    private static final String SHA256 = Samples.sha256(CONTENT);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    /** The kinds of parents. */
    enum Kind {
        SQUID,
        SQUID_TLS,
        SQUID_LOGIN,
        TINYPROXY,
        DANTE
    }

    @ParameterizedTest
    @EnumSource
    void get_parentOfEachKind_fetchesAndTunnelsGoThroughIt(Kind kind) throws Exception {
        var ca = ThrowawayCa.create(directory.resolve("ca"));
        try (var parent = start(kind, ca);
                var plain = ScriptedOrigin.start().otherwise(Resource.of(CONTENT));
                var secure = ScriptedOrigin.startTls(ca).otherwise(Resource.of(CONTENT));
                var tunnelled = ScriptedOrigin.start().otherwise(Resource.of(CONTENT));
                var aptheke = setup(ca)
                        .set("connect.allow", "[\"*:*\"]")
                        .set("parent", table(parent, kind, false, ca))
                        .start()) {
            for (String url : new String[] {plain.url("/a.deb"), plain.url("/b.deb"), secure.url("/c.deb")}) {
                assertThat(Samples.sha256(aptheke.get(url).content())).as(url).isEqualTo(SHA256);
            }
            try (var wire = aptheke.connect()) {
                wire.send("CONNECT " + tunnelled.authority() + " HTTP/1.1\r\nHost: x\r\n\r\n");
                assertThat(wire.readHead().status()).isEqualTo(200);
                assertThat(Samples.sha256(wire.get("/d.deb", "Host: " + tunnelled.authority())
                                .content()))
                        .isEqualTo(SHA256);
            }
            parent.stop();
            for (var origin : new ScriptedOrigin[] {plain, secure, tunnelled}) {
                parent.awaitLogged(Integer.toString(origin.port()));
            }
        }
    }

    /** The parent and the origin are of different authorities, and a pin is for the one that it is written for. */
    @Test
    void get_pinsBehindAParentOfTls_areThoseOfTheOrigin() throws Exception {
        var parents = ThrowawayCa.create(directory.resolve("parents"));
        var origins = ThrowawayCa.create(directory.resolve("origins"));
        try (var parent = start(Kind.SQUID_TLS, parents);
                var origin = ScriptedOrigin.startTls(origins).otherwise(Resource.of("hello"))) {
            for (boolean right : new boolean[] {true, false}) {
                var setup = Aptheke.in(directory.resolve("pinned-" + right))
                        .set(
                                "upstream",
                                "[{host = \"127.0.0.1\", ca_file = \"%s\", pin_sha256 = \"%s\"}]"
                                        .formatted(origins.caPem(), right ? origins.serverPin() : parents.serverPin()))
                        .set(
                                "parent",
                                "[{url = \"%s\", ca_file = \"%s\", pin_sha256 = \"%s\"}]"
                                        .formatted(parent.url(), parents.caPem(), keyOfTheParent()));
                try (var aptheke = setup.start()) {
                    var answer = aptheke.get("https://" + origin.authority() + "/a");

                    assertThat(answer.text()).contains(right ? "hello" : "[[upstream]] pin_sha256");
                    assertThat(answer.status()).isEqualTo(right ? 200 : 502);
                }
            }
            assertThat(origin.count()).isEqualTo(1);
        }
    }

    @Test
    void connect_parentWithAnotherKey_isNotTrustedWithTheTunnel() throws Exception {
        var ca = ThrowawayCa.create(directory.resolve("ca"));
        try (var parent = start(Kind.SQUID_TLS, ca);
                var origin = ScriptedOrigin.start().otherwise(Resource.of("hello"));
                var aptheke = setup(ca)
                        .set("connect.allow", "[\"*:*\"]")
                        .set(
                                "parent",
                                "[{url = \"%s\", ca_file = \"%s\", pin_sha256 = \"%s\", user = \"u\", password = \"p\"}]"
                                        .formatted(
                                                parent.url(),
                                                ca.caPem(),
                                                "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="))
                        .start();
                var wire = aptheke.connect()) {
            wire.send("CONNECT " + origin.authority() + " HTTP/1.1\r\nHost: x\r\n\r\n");
            var answer = wire.read();

            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.text()).contains("[[parent]] pin_sha256");
            assertThat(origin.count()).isZero();
        }
    }

    @Test
    void get_nameThatOnlyTheParentKnows_isLeftToIt() throws Exception {
        var ca = ThrowawayCa.create(directory.resolve("ca"), "dns:behind-the-parent.example");
        try (var parent = start(Kind.SQUID, ca);
                var plain = ScriptedOrigin.start().otherwise(Resource.of("plain"));
                var secure = ScriptedOrigin.startTls(ca).otherwise(Resource.of("secure"));
                var aptheke = setup(ca)
                        .set("parent", table(parent, Kind.SQUID, false))
                        .start()) {
            String host = "behind-the-parent.example:";

            assertThat(aptheke.get("http://" + host + plain.port() + "/").text())
                    .isEqualTo("plain");
            assertThat(aptheke.get("https://" + host + secure.port() + "/").text())
                    .isEqualTo("secure");
        }
    }

    @Test
    void get_exceptedHostAndRemapThatSaysDirect_goStraight() throws Exception {
        var ca = ThrowawayCa.create(directory.resolve("ca"));
        try (var parent = start(Kind.TINYPROXY, ca);
                var origin = ScriptedOrigin.start().otherwise(Resource.of("hello"));
                var aptheke = setup(ca)
                        .set("parent", "[{url = \"%s\", except = [\"localhost\"]}]".formatted(parent.url()))
                        .set("remap", "[{name = \"rep\", to = \"%s\", parent = \"direct\"}]".formatted(origin.url("/")))
                        .start()) {
            assertThat(aptheke.get("http://localhost:" + origin.port() + "/a").text())
                    .isEqualTo("hello");
            assertThat(aptheke.get("/rep/b", "Host: c").text()).isEqualTo("hello");
            assertThat(origin.requests())
                    .noneMatch(request -> request.field("Via").orElse("").contains("tinyproxy"));
            assertThat(aptheke.get(origin.url("/c")).text()).isEqualTo("hello");
            assertThat(origin.requests("/c").getFirst().field("Via").orElse("")).contains("tinyproxy");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SQUID", "DANTE"})
    void get_parentDies_fallsBackWhereConfiguredAndHeals(Kind kind) throws Exception {
        var ca = ThrowawayCa.create(directory.resolve("ca"));
        try (var parent = start(kind, ca);
                var origin = ScriptedOrigin.start().otherwise(Resource.of("hello"));
                var strict = setup(ca, "strict")
                        .set("parent", table(parent, kind, false))
                        .start();
                var falling = setup(ca, "falling")
                        .set("connect.allow", "[\"*:*\"]")
                        .set("parent", table(parent, kind, true))
                        .start()) {
            assertThat(strict.get(origin.url("/0")).text()).isEqualTo("hello");
            parent.stop();

            var refused = strict.get(origin.url("/1"));
            assertThat(refused.status()).isEqualTo(502);
            assertThat(refused.text())
                    .contains("the parent proxy cannot be reached")
                    .contains(":" + parent.port());
            assertThat(falling.get(origin.url("/2")).text()).isEqualTo("hello");
            assertThat(origin.requests("/2").getFirst().field("Via").orElse("")).doesNotContain("parent.example");
            try (var wire = falling.connect()) {
                wire.send("CONNECT " + origin.authority() + " HTTP/1.1\r\nHost: x\r\n\r\n");
                assertThat(wire.readHead().status()).isEqualTo(200);
                assertThat(wire.get("/3", "Host: x").text()).isEqualTo("hello");
            }

            parent.startAgain();
            var request = new AtomicInteger(4);
            Poll.until(
                    "the parent is asked again",
                    () -> strict.get(origin.url("/" + request.getAndIncrement()))
                                    .status()
                            == 200);
        }
    }

    @Test
    void get_wrongLogin_is502WithTheCauseAndWithoutThePassword() throws Exception {
        var ca = ThrowawayCa.create(directory.resolve("ca"));
        try (var parent = start(Kind.SQUID_LOGIN, ca);
                var origin = ScriptedOrigin.start();
                var aptheke = setup(ca)
                        .set(
                                "parent",
                                "[{url = \"%s\", user = \"kirke\", password = \"wrongsecret\"}]"
                                        .formatted(parent.url()))
                        .start()) {
            for (String url : new String[] {origin.url("/a"), "https://" + origin.authority() + "/a"}) {
                var answer = aptheke.get(url);
                assertThat(answer.status()).isEqualTo(502);
                assertThat(answer.text()).contains("407").contains("[[parent]]").doesNotContain("wrongsecret");
            }
            assertThat(origin.count()).isZero();
        }
    }

    @Test
    void serve_remapNamesNoSuchParent_isRefusedInOneLine() throws Exception {
        var process = Aptheke.in(directory)
                .set("remap", "[{name = \"rep\", to = \"http://a.example\", parent = \"nobody\"}]")
                .launch();
        var errors = Lines.of(process.getErrorStream()).awaitEnd(LIMIT);

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(errors).anyMatch(line -> line.contains("remap rep: there is no [[parent]] with the name nobody"));
    }

    /** As a pin has it. */
    private String keyOfTheParent() throws IOException, GeneralSecurityException {
        try (var in = Files.newInputStream(directory.resolve("parent").resolve("squid.pem"))) {
            var certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
            byte[] key = certificate.getPublicKey().getEncoded();
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
        }
    }

    private RealParent start(Kind kind, ThrowawayCa ca) throws IOException, InterruptedException {
        var home = directory.resolve("parent");
        return switch (kind) {
            case SQUID -> RealParent.squid(home);
            case SQUID_TLS -> RealParent.squidTls(home, ca);
            case SQUID_LOGIN -> RealParent.squidWithLogin(home);
            case TINYPROXY -> RealParent.tinyproxy(home);
            case DANTE -> RealParent.dante(home);
        };
    }

    private static String table(RealParent parent, Kind kind, boolean fallBack, ThrowawayCa ca) {
        String trust = kind == Kind.SQUID_TLS ? ", ca_file = \"%s\"".formatted(ca.caPem()) : "";
        return table(parent, kind, fallBack).replace("}]", trust + "}]");
    }

    private static String table(RealParent parent, Kind kind, boolean fallBack) {
        String login = kind == Kind.SQUID_LOGIN
                ? ", user = \"%s\", password = \"%s\"".formatted(RealParent.USER, RealParent.PASSWORD)
                : "";
        return "[{url = \"%s\"%s, fallback_direct = %s}]".formatted(parent.url(), login, fallBack);
    }

    private Aptheke.Setup setup(ThrowawayCa ca) {
        return setup(ca, "aptheke");
    }

    private Aptheke.Setup setup(ThrowawayCa ca, String name) {
        return Aptheke.in(directory.resolve(name))
                .set("upstream", "[{host = \"*\", ca_file = \"%s\"}]".formatted(ca.caPem()));
    }
}
