package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.aptheke.testkit.Handler;
import org.aptheke.testkit.Reply;
import org.aptheke.testkit.Samples;
import org.aptheke.testkit.ScriptedOrigin;
import org.aptheke.testkit.Tool;
import org.aptheke.testkit.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All that the program says while it uses secrets of every kind, with everything logged that can be: none is in it. */
final class SecretsTest {
    private static final String MEMBER = "127.0.0.2";
    private static final String STRANGER = "127.0.0.3";
    private static final String PASSWORD = "secret-in-the-configuration";
    private static final String IN_FILE = "secret-in-a-file";
    private static final String TOKEN = "secret-token";
    private static final String IN_NETRC = "secret-in-netrc";
    private static final String OF_PARENT = "secret-of-the-parent";
    private static final String OF_CLIENT = "secret-of-a-client";

    @TempDir
    Path home;

    private final List<String> secrets = new ArrayList<>();

    @Test
    void run_everyKindOfSecretAndOfTrouble_noneIsInAnyOutput() throws Exception {
        for (String secret : List.of(PASSWORD, IN_FILE, TOKEN, IN_NETRC, OF_PARENT, OF_CLIENT)) {
            secrets.add(secret);
            secrets.add(base64("user:" + secret));
        }
        try (var vendor = Vendor.in(home);
                var basic = ScriptedOrigin.start().otherwise(troublesome());
                var parent = ScriptedOrigin.start().otherwise((request, reply) -> reply.send(407, "who are you?\n"))) {
            vendor.origin().otherwise(troublesome());
            var certificate = vendor.ca().issueClient("us");
            var key = certificate.resolveSibling("us.key");
            secrets.add(Files.readString(key).lines().toList().get(1));
            var setup = setup(basic, parent, certificate, key);
            vendor.prepare(setup);
            var effective = setup.run("check-config");
            hasNoSecret("check-config", effective);
            assertThat(effective).contains("***");
            try (var aptheke = setup.start()) {
                var trusted = Vendor.bundle(aptheke, home.resolve("ca.crt"));
                for (String path : List.of("/a", "/broken", "/cut", "/loop", "/inner", "/500", "/404", "/a?token=x")) {
                    for (String client : List.of(MEMBER, STRANGER)) {
                        for (String url : urls(basic, vendor, path)) {
                            hasNoSecret(url, get(aptheke, client, url));
                            hasNoSecret(
                                    url,
                                    get(aptheke, client, url, "Authorization: Basic " + base64("user:" + OF_CLIENT)));
                        }
                        var outcome = Tool.in(home)
                                .run(List.of(
                                        "curl",
                                        "-sSi",
                                        "--interface",
                                        client,
                                        "-x",
                                        aptheke.url(),
                                        "--cacert",
                                        trusted.toString(),
                                        vendor.url(path)));
                        hasNoSecret("intercepted " + path, outcome.output());
                    }
                }
                assertThat(basic.requests())
                        .as("the secrets were used")
                        .anyMatch(request -> request.field("Authorization")
                                .filter(value -> value.equals("Basic " + base64("user:" + PASSWORD)))
                                .isPresent());
                assertThat(parent.requests())
                        .anyMatch(
                                request -> request.field("Proxy-Authorization").isPresent());
                aptheke.reload();
                for (var view : List.of(
                        List.of("status"),
                        List.of("status", "--json"),
                        List.of("status", "--origins"),
                        List.of("status", "--origins", "--json"),
                        List.of("config"),
                        List.of("config", "--json"),
                        List.of("logs"),
                        List.of("logs", "--json"),
                        List.of("search"),
                        List.of("search", "--json"),
                        List.of("transfers"),
                        List.of("transfers", "--json"))) {
                    var asked = new ArrayList<>(view);
                    asked.addAll(List.of("--config", setup.configuration().toString()));
                    var shown = setup.outcome(asked);
                    // Not all is well here: an origin is broken on purpose.
                    assertThat(shown.exitCode()).as(shown.output()).isIn(0, 3);
                    hasNoSecret(view.toString(), shown.output());
                }
                hasNoSecret("threads", aptheke.threadDump());
                assertThat(aptheke.stop()).isZero();
                var logged = String.join("\n", aptheke.errors().all());
                assertThat(logged).contains("/broken");
                hasNoSecret("program log", logged);
                hasNoSecret("access log", String.join("\n", aptheke.accessLog()));
            }
            try (Stream<Path> files = Files.walk(setup.data())) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    hasNoSecret(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
    }

    private Aptheke.Setup setup(ScriptedOrigin basic, ScriptedOrigin parent, Path certificate, Path key)
            throws IOException {
        var file = Files.writeString(home.resolve("password"), IN_FILE + "\n");
        var token = Files.writeString(home.resolve("token"), TOKEN + "\n");
        var netrc = Files.writeString(
                home.resolve("netrc"), "machine http://ip6.example login user password " + IN_NETRC + "\n");
        return Aptheke.in(home.resolve("aptheke"))
                .withApi()
                .set("log.level", "\"trace\"")
                .set("origin.retries", "0")
                .set("credentials", """
                        [{name = "basic", hosts = "127.0.0.1", clients = "%1$s", user = "user", password = "%2$s", over_http = true},
                        {name = "file", hosts = "localhost", clients = "%1$s", user = "user", password_file = "%3$s", over_http = true},
                        {name = "token", hosts = "%4$s", path = "/a", clients = "%1$s", token_file = "%5$s"},
                        {name = "cert", hosts = "%4$s", clients = "%1$s", certificate = "%6$s", key = "%7$s"},
                        {name = "netrc", clients = "%1$s", netrc = "%8$s"}]""".formatted(MEMBER, PASSWORD, file, Vendor.HOST, token, certificate, key, netrc))
                .set(
                        "remap",
                        "[{name = \"rep\", to = [\"%s\", \"http://127.0.0.1:1/\"], credentials = \"basic\"}]"
                                .formatted(basic.url("/")))
                .set(
                        "parent",
                        "[{url = \"http://127.0.0.1:%d\", hosts = \"*.behind.example\", user = \"user\", password = \"%s\"}]"
                                .formatted(parent.port(), OF_PARENT));
    }

    private static List<String> urls(ScriptedOrigin basic, Vendor vendor, String path) {
        return List.of(
                basic.url(path),
                "http://localhost:" + basic.port() + path,
                "http://rep" + path,
                vendor.url(path),
                "http://ip6.example" + path,
                "http://a.behind.example" + path,
                "https://a.behind.example" + path,
                "http://user:" + OF_CLIENT + "@127.0.0.1:" + basic.port() + path);
    }

    private static Handler troublesome() {
        return (request, reply) -> {
            switch (request.path()) {
                case "/broken" -> reply.raw("garbage\r\n\r\n");
                case "/cut" -> reply.cutAfter(10, Reply.Ending.RESET).send(200, "x".repeat(5000));
                case "/loop" -> reply.redirect(302, request.target());
                case "/inner" -> reply.redirect(302, "http://10.0.0.1/x");
                case "/500" -> reply.send(500, "sorry\n");
                case "/404" -> reply.send(404, "nothing\n");
                default -> reply.send(200, "content", "Cache-Control: max-age=3600");
            }
        };
    }

    /** All bytes of the answer, however it ends. */
    private static String get(Aptheke aptheke, String from, String target, String... fieldLines) throws IOException {
        try (var wire = Wire.connectFrom(from, aptheke.port())) {
            var lines = new ArrayList<>(List.of(fieldLines));
            lines.add("Connection: close");
            wire.send(Wire.request("GET", target, lines.toArray(String[]::new)));
            return new String(wire.readToEnd(), StandardCharsets.ISO_8859_1);
        }
    }

    private void hasNoSecret(String what, String text) {
        for (String secret : secrets) {
            assertThat(text.contains(secret)).as("%s in %s", secret, what).isFalse();
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(Samples.utf8(text));
    }
}
