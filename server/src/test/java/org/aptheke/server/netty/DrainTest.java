package org.aptheke.server.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a listener that stops owes to connections that are open: an answer to what was asked, and word that it is the last. */
final class DrainTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final ListenerLimits PATIENT = ListenerLimits.DEFAULT.withDrainQuiet(LONG);
    private static final ListenerLimits HASTY = ListenerLimits.DEFAULT.withDrainQuiet(Duration.ofMillis(1));

    @TempDir
    private Path directory = Path.of("");

    @Test
    void stop_keptConnectionAsksOnceMore_isAnsweredAndTold() throws Exception {
        try (var fixture = new Fixture(PATIENT);
                var client = fixture.client()) {
            fixture.port().on("/a", _ -> ScriptedPort.text("a"));
            assertThat(client.get("http://deb.example.org/a").answer().body()).isEqualTo("a");

            var stopping = stop(fixture);

            askToTheLast(client);
            assertThat(stopping.join(LONG)).isTrue();
        }
    }

    @Test
    void stop_connectionThatHasNotAsked_isAnsweredAndTold() throws Exception {
        try (var fixture = new Fixture(PATIENT);
                var client = fixture.client()) {
            fixture.port().on("/a", _ -> ScriptedPort.text("a"));
            Fixture.await(() -> fixture.server().counters().openConnections().sum() == 1);

            var stopping = stop(fixture);

            askToTheLast(client);
            assertThat(stopping.join(LONG)).isTrue();
        }
    }

    @Test
    void stop_connectionThatHasNotSpokenTls_isAnsweredAndTold() throws Exception {
        var certificates = new TestCertificates(directory);
        try (var fixture = Fixture.secure(PATIENT, certificates, certificates.own());
                var connected = new RawClient(fixture.tlsAddress())) {
            fixture.port().on("/a", _ -> ScriptedPort.text("a"));
            Fixture.await(() -> fixture.server().counters().openConnections().sum() == 1);

            var stopping = stop(fixture);

            try (var client = connected.overTls(certificates.clients(), "localhost")) {
                askToTheLast(client);
            }
            assertThat(stopping.join(LONG)).isTrue();
        }
    }

    @Test
    void stop_pipelinedRequests_areAnsweredAndTheLastSaysSo() throws Exception {
        try (var fixture = new Fixture(PATIENT);
                var client = fixture.client()) {
            var mayAnswer = new CompletableFuture<Void>();
            fixture.port().on("/a", _ -> {
                mayAnswer.join();
                return ScriptedPort.text("a");
            });
            client.send("GET http://deb.example.org/a HTTP/1.1\r\nHost: deb.example.org\r\n\r\n".repeat(3));
            Fixture.await(() -> fixture.server().counters().requests().sum() == 3);

            var stopping = stop(fixture);
            mayAnswer.complete(null);

            var answers = List.of(client.answer(), client.answer(), client.answer());
            assertThat(answers).extracting(RawClient.Received::body).containsOnly("a");
            assertThat(answers.getFirst().fields()).doesNotContainKey("connection");
            assertThat(answers.get(1).fields()).doesNotContainKey("connection");
            if (answers.getLast().fields().containsKey("connection")) {
                assertThat(client.atEnd()).isTrue();
                client.socket().shutdownOutput();
            } else {
                // The connection learns of it some time after new ones are refused.
                askToTheLast(client);
            }
            assertThat(stopping.join(LONG)).isTrue();
        }
    }

    @Test
    void stop_silentConnections_areClosed() throws Exception {
        var certificates = new TestCertificates(directory);
        try (var fixture = Fixture.secure(HASTY, certificates, certificates.own());
                var plain = fixture.client();
                var tls = new RawClient(fixture.tlsAddress())) {
            Fixture.await(() -> fixture.server().counters().openConnections().sum() == 2);

            var stopping = fixture.stopping(LONG);

            assertThat(plain.atEnd()).isTrue();
            assertThat(tls.atEnd()).isTrue();
            assertThat(stopping.join(LONG)).isTrue();
        }
    }

    /** Begins to stop, and waits until no more connections are taken. */
    private static Thread stop(Fixture fixture) {
        var address = fixture.address();
        var stopping = fixture.stopping(LONG);
        Fixture.await(() -> isRefused(address));
        return stopping;
    }

    private static boolean isRefused(InetSocketAddress address) {
        try (var _ = new Socket(address.getAddress(), address.getPort())) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** The event loop may hear a moment later that it stops: each request until then is answered as always. */
    private static void askToTheLast(RawClient client) throws IOException {
        RawClient.Received answer;
        do {
            answer = client.get("http://deb.example.org/a").answer();
            assertThat(answer.body()).isEqualTo("a");
        } while (!answer.fields().containsKey("connection"));
        assertThat(answer.field("connection")).isEqualTo("close");
        assertThat(client.atEnd()).isTrue();
        client.socket().shutdownOutput();
    }
}
