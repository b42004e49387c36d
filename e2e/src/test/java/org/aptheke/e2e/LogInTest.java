package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.aptheke.testkit.ThrowawayCa;
import org.aptheke.testkit.Tool;
import org.aptheke.testkit.Wire;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what with the packaged program: by the socket, with a password, with a token, from elsewhere, by TLS. */
@Timeout(300)
final class LogInTest {
    private static final String PASSWORD = "correct horse";
    private static final Pattern FIRST_TOKEN = Pattern.compile("good once until \\S+: ([A-Za-z0-9_-]{43})");

    @TempDir
    private Path home;

    private Aptheke.Setup setup;

    @BeforeEach
    void configure() throws IOException {
        setup = Aptheke.in(home).withApi();
    }

    private String url() {
        return "http://127.0.0.1:" + setup.apiPort();
    }

    private HttpResponse<String> api(String method, String path, String content, String... fields)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url() + path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(content));
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    (fields.length == 0 ? request : request.headers(fields)).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private HttpResponse<String> logIn(String password) throws IOException, InterruptedException {
        return api("POST", "/api/v1/login", "{\"name\": \"kim\", \"password\": \"" + password + "\"}");
    }

    private Tool.Outcome command(String... arguments) throws IOException, InterruptedException {
        return setup.outcome(List.of(arguments));
    }

    /** As {@code aptheke hash-password} prints it for what is piped in. */
    private String hash(String password) throws IOException, InterruptedException {
        var outcome = setup.outcome(List.of("hash-password"), password + "\n");
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        return outcome.output().strip();
    }

    private void user(String role, String hash) {
        setup.set("user", "[{name = \"kim\", role = \"" + role + "\", password_hash = \"" + hash + "\"}]");
    }

    @Test
    void user_withAPassword_mayWhatTheRoleSaysUntilTheConfigurationChanges() throws Exception {
        var hash = hash(PASSWORD);
        user("operate", hash);
        assertThat(setup.run("check-config"))
                .contains("password_hash = \"***\"")
                .doesNotContain(hash);
        try (var aptheke = setup.start()) {
            assertThat(api("GET", "/api/v1/suites", "").statusCode()).isEqualTo(401);
            assertThat(logIn("wrong").statusCode()).isEqualTo(401);
            var session = logIn(PASSWORD);
            assertThat(session.statusCode()).isEqualTo(200);
            var cookie =
                    session.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
            var csrf = session.body().replaceFirst("(?s).*\"csrfToken\" : \"([^\"]*)\".*", "$1");

            assertThat(api("POST", "/api/v1/offline", "{\"offline\": true}", "Cookie", cookie)
                            .statusCode())
                    .isEqualTo(403);
            assertThat(api("POST", "/api/v1/offline", "{\"offline\": true}", "Cookie", cookie, "X-CSRF-Token", csrf)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(setup.run("offline")).isEqualTo("offline\n");
            assertThat(api("GET", "/api/v1/tokens", "", "Cookie", cookie).body())
                    .contains("It needs the role admin; user kim has operate.");

            user("admin", hash);
            aptheke.reload();
            assertThat(api("GET", "/api/v1/tokens", "", "Cookie", cookie).statusCode())
                    .isEqualTo(200);
            setup.unset("user");
            aptheke.reload();
            assertThat(api("GET", "/api/v1/session", "", "Cookie", cookie).body())
                    .contains("\"kind\" : \"local\"");

            var log = Files.readString(aptheke.data().resolve("audit.log"));
            assertThat(log.lines().toList())
                    .hasSize(4)
                    .allMatch(line -> line.contains("\"who\":\"user kim\",\"from\":\"127.0.0.1\""));
            assertThat(log)
                    .contains(
                            "failed to log in",
                            "logged in",
                            "/api/v1/offline {\\\"offline\\\": true}\",\"status\":200");
            assertNowhere(aptheke, List.of(PASSWORD, hash, cookie.replaceFirst(".*=", ""), csrf));
        }
    }

    @Test
    void token_madeByTheOwner_letsACommandInFromElsewhereUntilItIsRevoked() throws Exception {
        user("admin", hash(PASSWORD));
        try (var aptheke = setup.start()) {
            var token = setup.run("token", "create", "--name", "ci", "--role", "view")
                    .strip();
            var file = Files.writeString(home.resolve("token"), token + "\n");

            var suites = command("suites", "--server", url(), "--token-file", file.toString());
            assertThat(suites.exitCode()).as(suites.output()).isZero();
            var offline = command("offline", "on", "--server", url(), "--token-file", file.toString());
            assertThat(offline.exitCode()).isEqualTo(1);
            assertThat(offline.output()).contains("token ci has view");
            assertThat(command("suites", "--server", url()).output()).contains("answered 401");
            assertThat(setup.run("token", "list")).contains("ci ").doesNotContain(token);

            setup.run("token", "revoke", "ci");

            assertThat(command("suites", "--server", url(), "--token-file", file.toString())
                            .exitCode())
                    .isEqualTo(1);
            assertNowhere(aptheke, List.of(token, token.replaceFirst("aptheke_", "")));
        }
    }

    @Test
    void start_reachableFromElsewhereWithNobody_printsATokenThatLetsInOnce() throws Exception {
        setup.set("console.listen", "\":" + setup.apiPort() + "\"");
        try (var aptheke = setup.start()) {
            var token =
                    aptheke.errors().await(FIRST_TOKEN, Duration.ofSeconds(30)).group(1);
            var content = "{\"token\": \"" + token + "\"}";

            assertThat(api("GET", "/api/v1/suites", "").statusCode()).isEqualTo(401);
            assertThat(setup.run("offline")).isEqualTo("online\n");
            assertThat(api("POST", "/api/v1/login", content).body()).contains("\"role\" : \"admin\"");
            assertThat(api("POST", "/api/v1/login", content).statusCode()).isEqualTo(401);

            setup.run("token", "create", "--name", "ci", "--role", "admin");
        }
        try (var aptheke = setup.start()) {
            assertThat(api("GET", "/api/v1/suites", "").statusCode()).isEqualTo(401);
            assertThat(aptheke.errors().all()).noneMatch(line -> line.contains("good once"));
        }
    }

    @Test
    void certificate_ofTheConsole_isShownAndTrustedByCommands() throws Exception {
        var ca = ThrowawayCa.create(home);
        setup.set("console.certificate", "\"" + ca.serverPem() + "\"");
        try (var aptheke = setup.start()) {
            var token = setup.run("token", "create", "--name", "ci", "--role", "view")
                    .strip();
            var file = Files.writeString(home.resolve("token"), token + "\n");
            var server = "https://127.0.0.1:" + setup.apiPort();

            var suites = command(
                    "suites",
                    "--server",
                    server,
                    "--token-file",
                    file.toString(),
                    "--ca",
                    ca.caPem().toString());

            assertThat(suites.exitCode()).as(suites.output()).isZero();
            assertThat(command("suites", "--server", server).output()).contains("--ca");
            try (var wire = Wire.connect(setup.apiPort())) {
                wire.send("GET /api/v1/suites HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(new String(wire.readToEnd(), StandardCharsets.ISO_8859_1))
                        .doesNotContain("HTTP/1.1 200");
            }
            assertThat(aptheke.errors().all()).noneMatch(line -> line.contains(token));
        }
    }

    @Test
    void users_thatCannotBeUsed_areNamedBeforeAnythingStarts() throws Exception {
        user("view", "not-a-hash");
        setup.writeConfiguration();

        var check = command("check-config", "--config", setup.configuration().toString());

        assertThat(check.exitCode()).isEqualTo(2);
        assertThat(check.output()).contains("[[user]]: the password of kim").doesNotContain("not-a-hash");
    }

    /** In no file of the data directory, and in neither log. */
    private void assertNowhere(Aptheke aptheke, List<String> secrets) throws IOException {
        var texts = new ArrayList<String>(aptheke.errors().all());
        try (Stream<Path> files = Files.walk(aptheke.data())) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                texts.add(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        Optional<String> found = texts.stream()
                .filter(text -> secrets.stream().anyMatch(text::contains))
                .findFirst();
        assertThat(found).isEmpty();
    }
}
