package org.aptheke.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.aptheke.testkit.ThrowawayCa;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which program the commands ask, and what they show it. */
@Timeout(60)
final class ServerOptionsTest {
    @TempDir
    private Path directory;

    private FakeProcess process = new FakeProcess(Path.of("/nonexistent"));
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<HttpServer> servers = new ArrayList<>();

    @BeforeEach
    void beginProcess() {
        process = new FakeProcess(directory);
    }

    @AfterEach
    void stopServers() {
        servers.forEach(server -> server.stop(0));
    }

    private InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    }

    private String start(HttpServer server) {
        HttpHandler handler = exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
            byte[] content = "all is well\n".getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, content.length);
            try (var body = exchange.getResponseBody()) {
                body.write(content);
            }
        };
        server.createContext("/", handler);
        server.start();
        servers.add(server);
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private String plain() throws Exception {
        return "http://" + start(HttpServer.create(loopback(), 0));
    }

    private String tls(ThrowawayCa ca) throws Exception {
        var server = HttpsServer.create(loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(ca.serverContext()));
        return "https://" + start(server);
    }

    @Test
    void server_named_isAskedWithTheTokenOfTheFileAndNoConfiguration() throws Exception {
        var token = Files.writeString(directory.resolve("token"), "aptheke_abc\n");

        int status = process.run(
                FakeProgram.good(),
                "suites",
                "--server",
                plain(),
                "--token-file",
                token.toString(),
                "--config",
                directory.resolve("missing.toml").toString());

        assertThat(status).as(process.err()).isZero();
        assertThat(process.out()).isEqualTo("all is well\n");
        assertThat(asked).hasSize(1);
        assertThat(asked.getFirst()).startsWith("GET /api/v1/").endsWith(" [Bearer aptheke_abc]");
    }

    @Test
    void server_withoutAToken_isShownNone() throws Exception {
        assertThat(process.run(FakeProgram.good(), "suites", "--server", plain() + "/"))
                .isZero();

        assertThat(asked.getFirst()).endsWith(" []");
    }

    @Test
    void server_byTls_isAskedIfItsAuthorityIsTrusted() throws Exception {
        var ca = ThrowawayCa.create(directory);
        var url = tls(ca);

        assertThat(process.run(
                        FakeProgram.good(),
                        "suites",
                        "--server",
                        url,
                        "--ca",
                        ca.caPem().toString()))
                .as(process.err())
                .isZero();
        assertThat(process.run(FakeProgram.good(), "suites", "--server", url)).isEqualTo(1);

        assertThat(asked).hasSize(1);
        assertThat(process.err()).contains("--ca names a file");
    }

    @Test
    void server_byTlsOfAnotherAuthority_isToldNothing() throws Exception {
        var url = tls(ThrowawayCa.create(Files.createDirectory(directory.resolve("one"))));
        var other = ThrowawayCa.create(Files.createDirectory(directory.resolve("other")));
        var token = Files.writeString(directory.resolve("token"), "aptheke_abc\n");

        assertThat(process.run(
                        FakeProgram.good(),
                        "suites",
                        "--server",
                        url,
                        "--token-file",
                        token.toString(),
                        "--ca",
                        other.caPem().toString()))
                .isEqualTo(1);

        assertThat(asked).isEmpty();
    }

    @Test
    void options_wrong_areRefusedInOneLine() throws Exception {
        var two = Files.writeString(directory.resolve("two"), "aptheke_abc aptheke_def\n");
        var url = plain();
        for (var wrong : List.of(
                List.of("--server", "cache.example.org"),
                List.of("--server", "http://cache.example.org/console"),
                List.of("--server", "ftp://cache.example.org"),
                List.of(
                        "--server",
                        url,
                        "--token-file",
                        directory.resolve("missing").toString()),
                List.of("--server", url, "--token-file", two.toString()),
                List.of("--server", url, "--ca", two.toString()),
                List.of("--server", url, "--ca", directory.resolve("missing").toString()))) {
            process = new FakeProcess(directory);
            var arguments = new ArrayList<>(List.of("suites"));
            arguments.addAll(wrong);

            assertThat(process.run(FakeProgram.good(), arguments.toArray(String[]::new)))
                    .as("%s", wrong)
                    .isEqualTo(2);
            assertThat(process.err().lines()).as("%s", wrong).hasSize(1);
            assertThat(process.err()).doesNotContain("aptheke_abc");
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void token_created_isAskedForWithRoleAndEnd() throws Exception {
        var url = plain();
        for (var when : List.of("never", "90d", "12h", "2999-01-31", "2999-01-31T12:00:00Z")) {
            assertThat(createToken(url, when)).as(process.err()).isZero();
        }

        assertThat(asked).hasSize(5).allMatch(line -> line.startsWith("POST /api/v1/tokens "));
        assertThat(createToken(url, "soon")).isEqualTo(2);
        assertThat(process.err()).contains("90d").contains("never");
        assertThat(process.run(FakeProgram.good(), "token", "revoke", "--server", url, "a/../b"))
                .isEqualTo(1);
        assertThat(asked).hasSize(5);
    }

    private int createToken(String url, String expires) {
        return process.run(
                FakeProgram.good(),
                "token",
                "create",
                "--server",
                url,
                "--name",
                "ci",
                "--role",
                "view",
                "--expires",
                expires);
    }
}
