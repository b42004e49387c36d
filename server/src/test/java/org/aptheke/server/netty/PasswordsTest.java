package org.aptheke.server.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.aptheke.route.Entrance;
import org.aptheke.route.KnownUsers;
import org.aptheke.route.RequestRates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passwords and request rates as the listener asks for them: on which thread, in which order, with what left over. */
final class PasswordsTest {
    private static final String TARGET = "http://deb.example.org/a";
    private static final String RIGHT = "Proxy-Authorization: " + basic("alice:wonder");
    private static final String WRONG = "Proxy-Authorization: " + basic("alice:wrong");

    private static final String ESTABLISHED = "HTTP/1.1 200 Connection established\r\n\r\n";

    @TempDir
    private Path directory = Path.of("");

    private final KnownUsers users = new KnownUsers().with("alice", "wonder");

    @Test
    void request_rightPassword_isAnsweredAndLookedAtOffTheEventLoop() throws Exception {
        var threads = new CopyOnWriteArrayList<Thread>();
        users.before(() -> threads.add(Thread.currentThread()));
        try (var fixture = guarded();
                var client = fixture.client()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.get(TARGET, RIGHT).answer().body()).isEqualTo("content");
            }

            assertThat(threads).hasSize(1).allMatch(Thread::isVirtual);
        }
    }

    @Test
    void request_wrongOrNoPassword_isNotAskedOfTheEngineAndTheConnectionStays() throws Exception {
        try (var fixture = guarded();
                var client = fixture.client()) {
            assertThat(client.get(TARGET).answer().status()).isEqualTo(407);
            assertThat(client.get(TARGET, WRONG).answer().status()).isEqualTo(407);
            assertThat(client.get("/deb.example.org/a").answer().status()).isEqualTo(401);
            assertThat(fixture.port().asked()).isEmpty();

            assertThat(client.get(TARGET, RIGHT).answer().body()).isEqualTo("content");
        }
    }

    @Test
    void engine_isNotShownThePassword() throws Exception {
        var seen = new CopyOnWriteArrayList<String>();
        try (var fixture = guarded();
                var client = fixture.client()) {
            fixture.port().on("/a", exchange -> {
                seen.add(exchange.request().fields().toString());
                return ScriptedPort.text("content");
            });
            client.get(TARGET, RIGHT, "Authorization: Bearer x").answer();
            client.get("/deb.example.org/a", "Authorization: " + basic("alice:wonder"))
                    .answer();

            assertThat(seen).containsExactly("Fields[Host, Authorization]", "Fields[Host]");
        }
    }

    @Test
    void pipelined_somePasswordsStillLookedAt_answersInOrder() throws Exception {
        var gate = new CountDownLatch(1);
        users.before(() -> pass(gate));
        try (var fixture = guarded();
                var client = fixture.client()) {
            client.get(TARGET, RIGHT).get(TARGET).get("/").get(TARGET, WRONG).get(TARGET, RIGHT);
            Fixture.await(() -> fixture.server().counters().running().sum() >= 3);
            gate.countDown();

            var statuses = new ArrayList<Integer>();
            for (int i = 0; i < 5; i++) {
                statuses.add(client.answer().status());
            }
            assertThat(statuses).isEqualTo(List.of(200, 407, 406, 407, 200));
        }
    }

    @Test
    void client_leavesWhileItsPasswordIsLookedAt_leavesNothing() throws Exception {
        var gate = new CountDownLatch(1);
        users.before(() -> pass(gate));
        try (var fixture = guarded()) {
            try (var client = fixture.client()) {
                client.get(TARGET, RIGHT);
                Fixture.await(() -> users.asked() == 1);
                client.socket().setSoLinger(true, 0);
            }
            Fixture.await(() -> fixture.server().counters().openConnections().sum() == 0);
            gate.countDown();

            Fixture.await(() -> fixture.server().counters().running().sum() == 0);
            assertThat(fixture.port().asked()).isEmpty();
        }
    }

    @Test
    void looking_fails_is500AndTheNextRequestIsTriedAnew() throws Exception {
        users.before(() -> {
            throw new IllegalStateException("broken");
        });
        try (var fixture = guarded();
                var client = fixture.client()) {
            assertThat(client.get(TARGET, RIGHT).answer().status()).isEqualTo(500);
            users.before(() -> {});

            assertThat(client.get(TARGET, RIGHT).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void stop_whileAPasswordIsLookedAt_answersFirst() throws Exception {
        var gate = new CountDownLatch(1);
        users.before(() -> pass(gate));
        try (var fixture = guarded();
                var client = fixture.client()) {
            client.get(TARGET, RIGHT);
            Fixture.await(() -> users.asked() == 1);
            var stopping = fixture.stopping(Duration.ofSeconds(20));
            gate.countDown();

            assertThat(client.answer().body()).isEqualTo("content");
            assertThat(client.atEnd()).isTrue();
            stopping.join();
        }
    }

    @Test
    void connect_withoutPassword_is407AndWithOneATunnel() throws Exception {
        try (var fixture = guarded();
                var far = new java.net.ServerSocket(0, 5, java.net.InetAddress.getLoopbackAddress());
                var stranger = fixture.client();
                var client = fixture.client()) {
            String line = "CONNECT far.example.org:" + far.getLocalPort() + " HTTP/1.1\r\nHost: far.example.org\r\n";
            assertThat(stranger.send(line + "\r\n").answer().status()).isEqualTo(407);

            client.send(line + RIGHT + "\r\n\r\nearly");
            assertThat(client.answer(true).status()).isEqualTo(200);
            try (var end = far.accept()) {
                assertThat(end.getInputStream().readNBytes(5)).isEqualTo("early".getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    @Test
    void tlsListener_asksForPasswordsInBothForms() throws Exception {
        var certificates = new TestCertificates(directory);
        try (var fixture = guarded(Fixture.secure(ListenerLimits.DEFAULT, certificates, certificates.own()));
                var client = RawClient.tls(fixture.tlsAddress(), certificates.clients())) {
            assertThat(client.get(TARGET).answer().status()).isEqualTo(407);
            assertThat(client.get("/deb.example.org/a").answer().status()).isEqualTo(401);
            assertThat(client.get(TARGET, RIGHT).answer().body()).isEqualTo("content");
        }
    }

    @Test
    void intercepted_afterAConnectWithPassword_needsNoneInsideUntilTheUserIsGone() throws Exception {
        var certificates = new TestCertificates(directory);
        try (var fixture = guarded(Fixture.secure(ListenerLimits.DEFAULT, certificates, certificates.own()));
                var client = fixture.client()) {
            fixture.port().intercept("vendor.example");
            String connect = "CONNECT vendor.example:443 HTTP/1.1\r\nHost: vendor.example:443\r\n";
            try (var stranger = fixture.client()) {
                assertThat(stranger.send(connect + "\r\n").answer().status()).isEqualTo(407);
            }
            client.send(connect + RIGHT + "\r\n\r\n");
            assertThat(client.exactly(ESTABLISHED.length())).isEqualTo(ESTABLISHED);
            String inside = "GET /a HTTP/1.1\r\nHost: vendor.example\r\nAuthorization: Bearer x\r\n\r\n";
            try (var tls = client.overTls(certificates.clients(), "vendor.example")) {
                assertThat(tls.send(inside).answer().body()).isEqualTo("content");

                users.with("bob", "builder");
                assertThat(tls.send(inside).answer().body()).isEqualTo("content");

                users.forget("alice");
                assertThat(tls.send(inside).answer().status()).isEqualTo(403);
            }
        }
    }

    @Test
    void rate_exceeded_is429WithRetryAfterAndTheConnectionStays() throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            fixture.port().on("/a", _ -> ScriptedPort.text("content"));
            fixture.port().enterBy(new Entrance(Optional.empty(), new RequestRates(1, () -> 0)));
            for (int i = 0; i < 5; i++) {
                assertThat(client.get(TARGET).answer().status()).isEqualTo(200);
            }

            assertThat(client.get(TARGET).answer().status()).isEqualTo(429);
            assertThat(client.get("/").answer().status()).isEqualTo(429);
        }
    }

    private Fixture guarded() throws Exception {
        return guarded(new Fixture());
    }

    private Fixture guarded(Fixture fixture) {
        fixture.port().on("/a", _ -> ScriptedPort.text("content"));
        fixture.port().enterBy(new Entrance(Optional.of(users), RequestRates.UNLIMITED));
        return fixture;
    }

    private static void pass(CountDownLatch gate) {
        try {
            if (!gate.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the gate stayed shut");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String basic(String login) {
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }
}
