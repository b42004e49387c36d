package org.aptheke.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aptheke.access.Role;
import org.aptheke.ca.CaDirectory;
import org.aptheke.ca.LeafIssuer;
import org.aptheke.testkit.ThrowawayCa;
import org.aptheke.testkit.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The ways in, and what all answers have. */
@Timeout(60)
final class ListenerTest {
    @TempDir
    private Path directory = Path.of("");

    private GuardedDoor door(Listening listening) throws Exception {
        return new GuardedDoor(directory, listening, Optional.empty(), GuardedDoor.everyRole());
    }

    @Test
    void answers_ofAllKinds_tellBrowsersWhatNotToDo() throws Exception {
        try (var door = door(Doors.loopback())) {
            var token = door.token("some", Role.VIEW, Optional.empty());
            var answers = Map.of(
                    "an answer", door.get("/api/v1/session", "Authorization", "Bearer " + token),
                    "401", door.get("/api/v1/session"),
                    "404", door.get("/api/v1/nothing"),
                    "400 by the server", door.get("/api/v1/%ff"),
                    "HEAD", door.send(door.request("/api/v1/session").HEAD()));

            answers.forEach((name, answer) -> {
                assertThat(answer.headers().map())
                        .as(name)
                        .containsEntry(
                                "Content-Security-Policy",
                                List.of(
                                        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"))
                        .containsEntry("X-Content-Type-Options", List.of("nosniff"))
                        .containsEntry("X-Frame-Options", List.of("DENY"))
                        .containsEntry("Referrer-Policy", List.of("same-origin"))
                        .containsEntry("Cache-Control", List.of("no-store"))
                        .doesNotContainKey("Server");
            });
            assertThat(door.get("/nothing").headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy)
                            .startsWith("default-src 'self';")
                            .contains("frame-ancestors 'none'")
                            .doesNotContain("unsafe"));
        }
    }

    @Test
    void unreadable_request_isAnsweredWithoutAWordOfTheServer() throws Exception {
        try (var door = door(Doors.loopback());
                var wire = Wire.connect(door.port())) {
            wire.send("GET /api/v1/session HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");

            var answer = wire.read();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.fields().toString().toLowerCase(java.util.Locale.ROOT))
                    .doesNotContain("jetty");
        }
    }

    @Test
    void unknown_caller_isToldHowToBeKnown() throws Exception {
        try (var door = door(Doors.loopback())) {
            var answer = door.get("/api/v1/session", "Accept", "text/html");
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"aptheke\"");

            var shown = door.get("/api/v1/session", "Authorization", "Bearer made-up");
            assertThat(shown.headers().firstValue("WWW-Authenticate"))
                    .contains("Bearer realm=\"aptheke\", error=\"invalid_token\"");
        }
    }

    @Test
    void page_nobodyKnownAsks_leadsToTheLogInAndBack() throws Exception {
        try (var door = door(Doors.loopback())) {
            var answer = door.get("/jobs?page=2", "Accept", "text/html,*/*;q=0.8");

            assertThat(answer.statusCode()).isEqualTo(303);
            assertThat(answer.headers().firstValue("Location").orElseThrow()).endsWith("/login?to=%2Fjobs%3Fpage%3D2");
            assertThat(door.get("/jobs").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void socket_ownersOnly_isThereWhileItListens() throws Exception {
        var socket = directory.resolve("socket");
        try (var door = door(Doors.withSocket(directory.resolve("socket")))) {
            assertThat(door.port()).isPositive();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-------");
            assertThat(OwnersClient.ask(socket, "GET", "/api/v1/session", "")).contains("\"kind\" : \"local\"");
            assertThat(OwnersClient.ask(socket, "POST", "/api/v1/offline", "{\"offline\": true}"))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(door.changes()).singleElement().satisfies(change -> {
                assertThat(change.who()).isEqualTo("local");
                assertThat(change.place()).isEqualTo("socket");
            });
        }

        assertThat(socket).doesNotExist();
        assertThat(directory.resolve(".s")).doesNotExist();
    }

    @Test
    void socket_leftFromACrash_isReplaced() throws Exception {
        var socket = directory.resolve("socket");
        try (var left = java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            left.bind(java.net.UnixDomainSocketAddress.of(socket));
        }

        try (var door = door(Doors.withSocket(directory.resolve("socket")))) {
            assertThat(door.port()).isPositive();
            assertThat(OwnersClient.ask(socket, "GET", "/api/v1/session", "")).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void socket_ofAnotherProgramThatRuns_isLeftAlone() throws Exception {
        var socket = directory.resolve("socket");
        try (var first = door(Doors.withSocket(directory.resolve("socket")));
                var second = door(Doors.withSocket(directory.resolve("socket")))) {
            OwnersClient.ask(socket, "POST", "/api/v1/offline", "{\"offline\": true}");

            assertThat(first.offline.isOn()).isTrue();
            assertThat(second.offline.isOn()).isFalse();
            assertThat(second.get("/api/v1/session").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void socket_whereNoneCanBe_leavesTheOtherWayIn() throws Exception {
        var tooLong = directory.resolve("x".repeat(120)).resolve("socket");

        try (var door = door(Doors.withSocket(tooLong))) {
            assertThat(door.get("/api/v1/session").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void tls_cookie_isForTlsOnly() throws Exception {
        var ca = ThrowawayCa.create(directory);
        var keyed = org.aptheke.ca.PemFile.read(ca.serverPem(), ca.serverPem());
        var listening = Doors.withTls(new TlsIdentity(keyed.key(), keyed.chain()));
        try (var door = door(listening);
                var client =
                        HttpClient.newBuilder().sslContext(ca.clientContext()).build()) {
            var base = "https://127.0.0.1:" + door.port();
            var content = "{\"name\": \"view\", \"password\": \"" + GuardedDoor.PASSWORD + "\"}";
            var begun = client.send(
                    HttpRequest.newBuilder(URI.create(base + "/api/v1/login"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(content))
                            .build(),
                    BodyHandlers.ofString());

            var cookie = begun.headers().firstValue("Set-Cookie").orElseThrow();
            assertThat(cookie).startsWith("__Host-aptheke-session=").contains("Secure", "HttpOnly", "SameSite=Strict");
            var session = HttpRequest.newBuilder(URI.create(base + "/api/v1/session"))
                    .header("Cookie", cookie.replaceFirst(";.*", ""))
                    .build();
            assertThat(client.send(session, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void tls_certificateRenewed_isShownToNewConnections() throws Exception {
        var clock = InstantSource.system();
        var set = new CaDirectory(directory.resolve("ca")).init(List.of("127.0.0.1"), clock.instant());
        var issuer = new LeafIssuer(clock);
        issuer.use(Optional.of(set));
        var old = ThrowawayCa.create(directory);
        var keyed = org.aptheke.ca.PemFile.read(old.serverPem(), old.serverPem());
        var listening = Doors.withTls(new TlsIdentity(keyed.key(), keyed.chain()));
        try (var behind = door(listening)) {
            var renewed = issuer.issue("127.0.0.1").certificate();

            behind.server().use(new TlsIdentity(renewed.key(), renewed.chain()));

            assertThat(shown(behind.port())).isEqualTo(renewed.certificate());
        }
    }

    /** Whoever it is signed by. */
    private static java.security.cert.Certificate shown(int port) throws Exception {
        var context = javax.net.ssl.SSLContext.getInstance("TLS");
        context.init(null, new javax.net.ssl.TrustManager[] {new AnyServer()}, null);
        try (var socket = (javax.net.ssl.SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setSoTimeout(30_000);
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    /** Trusts all, to look at what is shown. */
    private static final class AnyServer extends javax.net.ssl.X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(
                java.security.cert.X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(
                java.security.cert.X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(
                java.security.cert.X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(
                java.security.cert.X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkClientTrusted(java.security.cert.X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String type) {}

        @Override
        public java.security.cert.X509Certificate[] getAcceptedIssuers() {
            return new java.security.cert.X509Certificate[0];
        }
    }
}
