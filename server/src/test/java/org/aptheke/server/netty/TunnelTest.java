package org.aptheke.server.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.aptheke.origin.EgressRefusedException;
import org.aptheke.testkit.RefusingPort;
import org.junit.jupiter.api.Test;

/** Bytes of a tunnel go over in both directions, and its ends are told apart. */
final class TunnelTest {
    private static final String ESTABLISHED = "HTTP/1.1 200 Connection established\r\n\r\n";

    @Test
    void connect_reachable_carriesBytesBothWaysAndHalfClose() throws Exception {
        try (var fixture = new Fixture();
                var origin = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var client = fixture.client()) {
            client.send(connect(origin.getLocalPort()) + "early");
            try (var far = origin.accept()) {
                far.setSoTimeout(20_000);
                assertThat(client.exactly(ESTABLISHED.length())).isEqualTo(ESTABLISHED);
                client.send(" and late");
                client.socket().shutdownOutput();
                assertThat(read(far)).isEqualTo("early and late");
                write(far, "answer after the end");
                far.shutdownOutput();
                assertThat(client.rest()).isEqualTo("answer after the end");
            }
            var event = fixture.events(1).getFirst();
            assertThat(event.method()).isEqualTo("CONNECT");
            assertThat(event.status()).isEqualTo(200);
            assertThat(event.bytes()).isEqualTo("answer after the end".length());
            assertThat(fixture.server().counters().tunnels().sum()).isEqualTo(1);
            Fixture.await(() -> fixture.server().counters().openTunnels().sum() == 0);
        }
    }

    @Test
    void connect_clientEndsItsOutputAtOnce_farEndSeesItAndAnswers() throws Exception {
        try (var fixture = new Fixture();
                var origin = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var client = fixture.client()) {
            client.send(connect(origin.getLocalPort()) + "all");
            client.socket().shutdownOutput();
            try (var far = origin.accept()) {
                assertThat(read(far)).isEqualTo("all");
                write(far, "answer");
                far.shutdownOutput();
                assertThat(client.rest()).as(() -> fixture.events(1).toString()).isEqualTo(ESTABLISHED + "answer");
            }
        }
    }

    @Test
    void connect_behindAnotherRequest_waitsForItsAnswer() throws Exception {
        try (var fixture = new Fixture();
                var origin = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var client = fixture.client()) {
            client.get("/").send(connect(origin.getLocalPort()));

            assertThat(client.answer().status()).isEqualTo(406);
            assertThat(client.exactly(ESTABLISHED.length())).isEqualTo(ESTABLISHED);
        }
    }

    @Test
    void connect_manyBytes_arriveWholeThroughBackPressure() throws Exception {
        try (var fixture = new Fixture();
                var origin = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var client = fixture.client()) {
            client.send(connect(origin.getLocalPort()));
            try (var far = origin.accept()) {
                client.exactly(ESTABLISHED.length());
                String block = "0123456789".repeat(100_000);
                var writer = Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < 20; i++) {
                        write(far, block);
                    }
                    shut(far);
                });
                String received = client.rest();
                writer.join();
                assertThat(received).hasSize(20_000_000).isEqualTo(block.repeat(20));
            }
        }
    }

    @Test
    void connect_firstAddressIsDead_secondIsTried() throws Exception {
        try (var origin = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var dead = RefusingPort.hold();
                var fixture = new Fixture(
                        ListenerLimits.DEFAULT,
                        (host, port) -> List.of(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), dead.number()),
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), port)),
                        true);
                var client = fixture.client()) {
            client.send(connect(origin.getLocalPort()));

            assertThat(client.exactly(ESTABLISHED.length())).isEqualTo(ESTABLISHED);
        }
    }

    @Test
    void connect_nobodyListens_is502WithBodyAndCloses() throws Exception {
        try (var fixture = new Fixture();
                var port = RefusingPort.hold();
                var client = fixture.client()) {
            var answer = client.send(connect(port.number()) + "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    .answer();

            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.body()).contains("no tunnel to far.example.org");
            assertThat(client.atEnd()).isTrue();
        }
    }

    @Test
    void connect_unknownName_is502AndForbiddenAddress403() throws Exception {
        assertThat(refused(new UnknownHostException("far.example.org"))).isEqualTo(502);
        assertThat(refused(new EgressRefusedException("10.0.0.1 is private"))).isEqualTo(403);
    }

    @Test
    void tunnel_silentForTooLong_isClosed() throws Exception {
        var second = Duration.ofSeconds(20);
        var limits = ListenerLimits.DEFAULT.withTimeouts(second, second, second, Duration.ofMillis(200));
        try (var fixture = new Fixture(limits);
                var origin = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var client = fixture.client()) {
            client.send(connect(origin.getLocalPort()));
            client.exactly(ESTABLISHED.length());

            assertThat(client.atEnd()).isTrue();
            assertThat(fixture.events(1).getFirst().cause()).contains("silent");
        }
    }

    @Test
    void tunnel_farEndResets_clientIsClosed() throws Exception {
        try (var fixture = new Fixture();
                var origin = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var client = fixture.client()) {
            client.send(connect(origin.getLocalPort()));
            client.exactly(ESTABLISHED.length());
            try (var far = origin.accept()) {
                far.setSoLinger(true, 0);
            }

            assertThat(client.atEnd()).isTrue();
            Fixture.await(() -> fixture.server().counters().openTunnels().sum() == 0);
        }
    }

    private static int refused(IOException failure) throws Exception {
        TunnelConnector connector = (host, port) -> {
            throw failure;
        };
        try (var fixture = new Fixture(ListenerLimits.DEFAULT, connector, true);
                var client = fixture.client()) {
            return client.send(connect(443)).answer().status();
        }
    }

    private static String connect(int port) {
        String authority = "far.example.org:" + port;
        return "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n";
    }

    private static String read(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private static void write(Socket socket, String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void shut(Socket socket) {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
