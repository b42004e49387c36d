package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.ScriptedOrigin;
import org.aptheke.testkit.Tool;
import org.aptheke.testkit.Wire;
import org.aptheke.testkit.WireResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Names whose addresses change between the check and the connection, through every way in. What may be reached is
 * 127.0.0.3, where nobody listens; the secret is on 127.0.0.1.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RebindingTest {
    private Path home = Path.of("");
    private ScriptedOrigin secret;
    private ScriptedOrigin redirecting;
    private Aptheke aptheke;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        home = directory;
        secret = ScriptedOrigin.start().otherwise(Resource.of("secret"));
        redirecting = ScriptedOrigin.startOn("127.0.0.4", 0);
        redirecting.on("/to-once", (request, reply) -> reply.redirect(302, plain("redirect.once.example") + "/a"));
        String remap = "{name = \"%s\", to = \"http://%s:" + secret.port() + "/\"}";
        var setup = Aptheke.in(home.resolve("aptheke"))
                .jvm("--module-path=" + resolver())
                .jvm("--add-modules=rebinding")
                // The JDK's own memory would hide what the resolver does.
                .jvm("-Dsun.net.inetaddr.ttl=0")
                .set("egress.allow", "[\"127.0.0.3/32\", \"127.0.0.4/32\"]")
                .set("origin.retries", "0")
                .set("connect.allow", "[\"tunnel.once.example:*\", \"tunnel.mixed.example:*\"]")
                .set(
                        "intercept.hosts",
                        "[\"interception.once.example:%1$d\", \"interception.mixed.example:%1$d\"]"
                                .formatted(secret.port()))
                .set(
                        "remap",
                        "[" + remap.formatted("once", "remap.once.example") + ", "
                                + remap.formatted("mixed", "remap.mixed.example") + "]");
        setup.run("ca", "init");
        aptheke = setup.start();
    }

    @AfterAll
    void stop() throws Exception {
        try (var stopping = aptheke;
                var one = secret;
                var two = redirecting) {
            assertThat(stopping.stop()).isZero();
            assertThat(one.acceptedConnections())
                    .as("connections to the secret")
                    .isZero();
            assertThat(two.failures()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void request_nameIsSomethingElseTheSecondTime_isNotConnectedThere(WayIn way) throws Exception {
        String host = host(way, "once");

        var first = ask(way, host, "once");
        var second = ask(way, host, "once");

        assertThat(first.status()).as(first::text).isEqualTo(502);
        assertThat(second.status()).as(second::text).isEqualTo(403);
        assertThat(second.text()).contains("127.0.0.1", "[egress] allow");
        assertThat(secret.acceptedConnections()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void request_nameHasBothAddresses_onlyTheHarmlessOneIsTried(WayIn way) throws Exception {
        var answer = ask(way, host(way, "mixed"), "mixed");

        assertThat(answer.status()).as(answer::text).isEqualTo(502);
        assertThat(secret.acceptedConnections()).isZero();
    }

    @Test
    void redirect_toANameThatChanges_isNotFollowedToTheSecret() throws Exception {
        var first = aptheke.get(redirecting.url("/to-once"));
        var second = aptheke.get(redirecting.url("/to-once"));

        assertThat(first.status()).as(first::text).isEqualTo(502);
        assertThat(second.status()).as(second::text).isEqualTo(403);
        assertThat(redirecting.count("/to-once")).isEqualTo(2);
    }

    private WireResponse ask(WayIn way, String host, String remap) throws Exception {
        String authority = host + ":" + secret.port();
        String target = way == WayIn.REMAP ? "/" + remap + "/a" : way.target(authority, authority, "/a");
        String method = way.kind() == WayIn.Kind.CONNECT ? "CONNECT" : "GET";
        try (var wire = aptheke.connect()) {
            wire.send(Wire.request(method, target, "Host: " + authority));
            var answer = wire.read(method);
            if (way != WayIn.INTERCEPTION) {
                return answer;
            }
            assertThat(answer.status()).isEqualTo(200);
            byte[] bundle = aptheke.get("/aptheke/ca.crt").content();
            return wire.overTls(Trust.in(bundle), host).get("/a", "Host: " + authority);
        }
    }

    /** One for each way, so that each begins anew. */
    private static String host(WayIn way, String kind) {
        return way.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + "." + kind + ".example";
    }

    private String plain(String host) {
        return "http://" + host + ":" + secret.port();
    }

    /** The directory of the compiled resolver. */
    private Path resolver() throws IOException, InterruptedException {
        var source = Files.createDirectories(home.resolve("source"));
        var compiled = home.resolve("compiled");
        for (var name : new String[] {"module-info.java", "Rebinding.java"}) {
            try (var in = Objects.requireNonNull(RebindingTest.class.getResourceAsStream("rebinding/" + name))) {
                Files.copy(in, source.resolve(name));
            }
        }
        Tool.in(source)
                .output(
                        Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
                        "-d",
                        compiled.toString(),
                        "module-info.java",
                        "Rebinding.java");
        return compiled;
    }
}
