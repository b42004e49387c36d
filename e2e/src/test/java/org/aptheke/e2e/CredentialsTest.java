package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.aptheke.testkit.Gate;
import org.aptheke.testkit.Handler;
import org.aptheke.testkit.Samples;
import org.aptheke.testkit.ScriptedOrigin;
import org.aptheke.testkit.ThrowawayCa;
import org.aptheke.testkit.Wire;
import org.aptheke.testkit.WireResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Origins that want credentials: some clients profit from the operator's, the others see nothing of what these open. */
final class CredentialsTest {
    private static final String MEMBER = "127.0.0.2";
    private static final String STRANGER = "127.0.0.3";
    private static final String PASSWORD = "hunter2secret";
    private static final String AUTHORIZATION =
            "Basic " + Base64.getEncoder().encodeToString(Samples.utf8("user:" + PASSWORD));
    private static final byte[] CONTENT = Samples.bytes(3, 200_000);

    @TempDir
    Path directory;

    @Test
    void get_memberAndStranger_onlyTheMemberGetsTheFileByAnyWay() throws Exception {
        try (var origin = ScriptedOrigin.start().otherwise(guarded());
                var aptheke = setup(origin).start()) {
            String authority = origin.authority();
            var ways = List.of(
                    "http://" + authority + "/deb/x.deb",
                    "/" + authority + "/deb/x.deb",
                    "/rep/x.deb",
                    "http://rep/x.deb",
                    "http://from.example/x.deb",
                    "http://" + authority + "/deb/./x.deb",
                    "http://" + authority + "/deb/%78.deb");
            for (int round = 0; round < 3; round++) {
                for (String way : ways) {
                    assertThat(get(aptheke, MEMBER, way).status()).as(way).isEqualTo(200);
                    var refused = get(aptheke, STRANGER, way);
                    assertThat(refused.status()).as(way).isEqualTo(401);
                    assertThat(refused.text()).as(way).doesNotContain(PASSWORD);
                }
            }
            assertThat(origin.requests().stream()
                            .filter(request -> request.field("Authorization").isPresent()))
                    .as("one download by each of two keys")
                    .hasSize(2);
        }
    }

    @Test
    void get_strangerWhileTheMembersDownloadRuns_doesNotJoin() throws Exception {
        var gate = new Gate();
        Handler slow = (request, reply) -> {
            if (request.field("Authorization").isPresent()) {
                reply.holdAt(100_000, gate).send(200, CONTENT);
            } else {
                reply.send(401, "who are you?\n", "WWW-Authenticate: Basic realm=\"vendor\"");
            }
        };
        try (var origin = ScriptedOrigin.start().otherwise(slow);
                var aptheke = setup(origin).start();
                var member = Wire.connectFrom(MEMBER, aptheke.port())) {
            member.send(Wire.request("GET", origin.url("/deb/x.deb")));
            gate.awaitArrival(Duration.ofSeconds(20));

            assertThat(get(aptheke, STRANGER, origin.url("/deb/x.deb")).status())
                    .isEqualTo(401);

            gate.open();
            assertThat(Samples.sha256(member.read().content())).isEqualTo(Samples.sha256(CONTENT));
        }
    }

    @Test
    void get_clientWithItsOwnCredentials_isPassedThroughUnshared() throws Exception {
        try (var origin = ScriptedOrigin.start()
                        .otherwise((request, reply) -> reply.send(
                                200, "for " + request.field("Authorization").orElse("nobody")));
                var aptheke = setup(origin).start()) {
            String url = origin.url("/deb/x.deb");

            assertThat(get(aptheke, STRANGER, url, "Authorization: Basic b3duOm93bg==")
                            .text())
                    .isEqualTo("for Basic b3duOm93bg==");
            assertThat(get(aptheke, STRANGER, url).text()).isEqualTo("for nobody");
            assertThat(get(aptheke, MEMBER, url).text()).isEqualTo("for " + AUTHORIZATION);
            assertThat(get(aptheke, STRANGER, url).text()).isEqualTo("for nobody");
        }
    }

    @Test
    void get_credentialsTakenAway_nobodyGetsWhatTheyOpened() throws Exception {
        try (var origin = ScriptedOrigin.start().otherwise(guarded())) {
            var setup = setup(origin);
            try (var aptheke = setup.start()) {
                assertThat(get(aptheke, MEMBER, origin.url("/deb/x.deb")).status())
                        .isEqualTo(200);

                setup.unset("credentials").unset("remap");
                aptheke.reload();

                assertThat(get(aptheke, MEMBER, origin.url("/deb/x.deb")).status())
                        .isEqualTo(401);
                assertThat(get(aptheke, STRANGER, origin.url("/deb/x.deb")).status())
                        .isEqualTo(401);
            }
        }
    }

    @Test
    void get_certificateAndToken_openTheirOriginsByHttps() throws Exception {
        var ca = ThrowawayCa.create(directory.resolve("ca"));
        var certificate = ca.issueClient("us");
        var token = Files.writeString(directory.resolve("token"), PASSWORD + "\n");
        try (var mutual = ScriptedOrigin.startMutualTls(ca).otherwise((request, reply) -> reply.send(200, "mutual"));
                var bearer = ScriptedOrigin.startTls(ca)
                        .otherwise((request, reply) ->
                                reply.send(200, request.field("Authorization").orElse("nothing")));
                var aptheke = Aptheke.in(directory.resolve("aptheke"))
                        .set("upstream", "[{host = \"*\", ca_file = \"%s\"}]".formatted(ca.caPem()))
                        .set("credentials", """
                                [{name = "cert", hosts = "127.0.0.1", clients = "127.0.0.1", certificate = "%s", key = "%s"},
                                {name = "token", hosts = "localhost", clients = "127.0.0.1", token_file = "%s"}]""".formatted(certificate, certificate.resolveSibling("us.key"), token))
                        .start()) {
            assertThat(aptheke.get("https://" + mutual.authority() + "/").text())
                    .isEqualTo("mutual");
            assertThat(aptheke.get("https://localhost:" + bearer.port() + "/").text())
                    .isEqualTo("Bearer " + PASSWORD);
            assertThat(get(aptheke, MEMBER, "https://" + mutual.authority() + "/")
                            .status())
                    .isEqualTo(502);
            assertThat(get(aptheke, MEMBER, "https://localhost:" + bearer.port() + "/")
                            .text())
                    .isEqualTo("nothing");
        }
    }

    @Test
    void get_certificateOfAStranger_is502WithTheCause() throws Exception {
        var ca = ThrowawayCa.create(directory.resolve("ca"));
        try (var origin = ScriptedOrigin.startTls(ca);
                var aptheke = Aptheke.in(directory.resolve("aptheke"))
                        .set(
                                "upstream",
                                "[{host = \"localhost\", ca_file = \"%s\", pin_sha256 = \"%s\"}]"
                                        .formatted(ca.caPem(), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="))
                        .start()) {
            var untrusted = aptheke.get("https://" + origin.authority() + "/");
            assertThat(untrusted.status()).isEqualTo(502);
            assertThat(untrusted.text()).contains("certification path");
            var pinned = aptheke.get("https://localhost:" + origin.port() + "/");
            assertThat(pinned.status()).isEqualTo(502);
            assertThat(pinned.text()).contains("pin_sha256").contains(ca.serverPin());
            assertThat(origin.count()).isZero();
        }
    }

    /** Everything that comes out of the program, with everything logged that can be. */
    @Test
    void run_withSecrets_noneIsInAnyOutput() throws Exception {
        try (var origin = ScriptedOrigin.start().otherwise(guarded())) {
            var setup = setup(origin)
                    .set("credentials", """
                            [{name = "vendor", hosts = "127.0.0.1", path = "/deb", clients = "%s", user = "user",\
                             password = "%s", over_http = true}]""".formatted(MEMBER, PASSWORD))
                    .set("log.level", "\"trace\"");
            assertThat(setup.run("check-config")).doesNotContain(PASSWORD).contains("***");
            try (var aptheke = setup.start()) {
                origin.on("/deb/broken", (request, reply) -> reply.raw("garbage\r\n\r\n"));
                origin.on("/deb/gone", (request, reply) -> reply.redirect(302, "http://10.0.0.1/x"));
                for (String path : List.of("/deb/x.deb", "/deb/broken", "/deb/gone", "/deb/x.deb?q", "/other")) {
                    for (String client : List.of(MEMBER, STRANGER)) {
                        var answer = get(aptheke, client, origin.url(path));
                        hasNoSecret(List.of(answer.statusLine()), answer.fields(), List.of(answer.text()));
                    }
                }
                aptheke.reload();
                var threads = aptheke.threadDump();
                assertThat(threads).contains("data-port");
                assertThat(aptheke.stop()).isZero();
                var logged = aptheke.errors().all();
                assertThat(logged).anyMatch(line -> line.contains("/deb/broken"));
                hasNoSecret(logged, aptheke.accessLog(), List.of(threads));
            }
            try (Stream<Path> files = Files.walk(setup.data())) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(PASSWORD))
                            .as(file.toString())
                            .isFalse();
                }
            }
        }
    }

    @SafeVarargs
    private static void hasNoSecret(List<String>... texts) {
        for (var lines : texts) {
            for (String line : lines) {
                boolean secret = line.contains(PASSWORD) || line.contains(AUTHORIZATION.substring(6));
                assertThat(secret).as(line).isFalse();
            }
        }
    }

    private Aptheke.Setup setup(ScriptedOrigin origin) throws IOException {
        var password = directory.resolve("password");
        Files.writeString(password, PASSWORD + "\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        return Aptheke.in(directory.resolve("aptheke"))
                .set("credentials", """
                        [{name = "vendor", hosts = "127.0.0.1", path = "/deb", clients = "%s", user = "user",\
                         password_file = "%s", over_http = true}]""".formatted(MEMBER, password))
                .set(
                        "remap",
                        "[{name = \"rep\", from = \"http://from.example/\", to = \"%s\", credentials = \"vendor\"}]"
                                .formatted(origin.url("/deb/")));
    }

    private static Handler guarded() {
        return (request, reply) -> {
            if (request.field("Authorization").filter(AUTHORIZATION::equals).isPresent()) {
                reply.send(200, CONTENT, "ETag: \"v1\"", "Cache-Control: max-age=3600");
            } else {
                reply.send(401, "who are you?\n", "WWW-Authenticate: Basic realm=\"vendor\"");
            }
        };
    }

    private static WireResponse get(Aptheke aptheke, String from, String target, String... fieldLines)
            throws IOException {
        try (var wire = Wire.connectFrom(from, aptheke.port())) {
            return wire.get(target, fieldLines);
        }
    }
}
