package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.aptheke.testkit.Poll;
import org.aptheke.testkit.Samples;
import org.aptheke.testkit.ThrowawayCa;
import org.aptheke.testkit.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tunnels of the packaged program: many, long, silent; and what is left of them. */
final class TunnelsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MANY = 1000;

    /** What the program may have opened for itself meanwhile: threads that carry others, a connection to its database. */
    private static final int OWN = 12;

    @TempDir
    private Path home = Path.of("");

    @Test
    void thousandTunnels_onBothListeners_carryBytesAndLeaveNothing() throws Exception {
        var ca = ThrowawayCa.create(home.resolve("ca"));
        try (var echo = new EchoServer();
                var aptheke = Aptheke.in(home.resolve("aptheke"))
                        .set("connect.allow", "[\"*:*\"]")
                        .set("limits.connections_per_client", "2000")
                        .set("tls.listen", "[\"127.0.0.1:0\"]")
                        .set("tls.certificate", "\"" + ca.serverPem() + "\"")
                        .start()) {
            echoed(aptheke, ca, echo, 20);
            int descriptors = aptheke.openDescriptors();
            int threads = threads(aptheke);

            echoed(aptheke, ca, echo, MANY);

            Poll.until("all descriptors are given back", () -> aptheke.openDescriptors() <= descriptors + OWN);
            Poll.until("all threads are given back", () -> threads(aptheke) <= threads + OWN);
            assertThat(aptheke.errors().all()).noneMatch(line -> line.contains("ERROR"));
            assertThat(aptheke.stop()).isZero();
        }
    }

    @Test
    void tunnel_silentForTooLong_isClosedOnBothSides() throws Exception {
        try (var echo = new EchoServer();
                var aptheke = Aptheke.in(home.resolve("aptheke"))
                        .set("connect.allow", "[\"*:*\"]")
                        .set("connect.idle_timeout", "\"500ms\"")
                        .start();
                var wire = aptheke.connect()) {
            wire.send(connect(echo));
            assertThat(wire.readHead().status()).isEqualTo(200);

            assertThat(wire.isClosedWithin(LIMIT)).isTrue();
            Poll.until("the far side is left", () -> echo.open() == 0);
            Poll.until(
                    "the access log says why",
                    () -> aptheke.accessLog().stream().anyMatch(line -> line.contains("silent for too long")));
        }
    }

    /** A client that has ended its output waits for a far end that says nothing. */
    @Test
    void tunnel_farEndNeverAnswersAHalfClosedClient_endsByTheIdleLimit() throws Exception {
        try (var deaf = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var aptheke = Aptheke.in(home.resolve("aptheke"))
                        .set("connect.allow", "[\"*:*\"]")
                        .set("connect.idle_timeout", "\"500ms\"")
                        .start();
                var wire = aptheke.connect()) {
            wire.send("CONNECT 127.0.0.1:" + deaf.getLocalPort() + " HTTP/1.1\r\nHost: a\r\n\r\nquestion");
            wire.endSending();
            try (var far = deaf.accept()) {
                far.setSoTimeout((int) LIMIT.toMillis());
                assertThat(new String(far.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .isEqualTo("question");
                assertThat(wire.readHead().status()).isEqualTo(200);

                assertThat(wire.isClosedWithin(LIMIT)).isTrue();
            }
        }
    }

    /** Opens so many tunnels at once, every tenth within TLS, has each carry bytes of its own, and closes them. */
    private static void echoed(Aptheke aptheke, ThrowawayCa ca, EchoServer echo, int count) throws Exception {
        var trust = ca.clientContext();
        var wires = new ArrayList<Wire>();
        try {
            for (int i = 0; i < count; i++) {
                var wire =
                        i % 10 == 0 ? Wire.connect(aptheke.tlsPort()).overTls(trust, "localhost") : aptheke.connect();
                wires.add(wire);
                wire.send(connect(echo));
                assertThat(wire.readHead().status()).isEqualTo(200);
            }
            for (int i = 0; i < count; i++) {
                wires.get(i).send(Samples.bytes(i, 3000));
            }
            for (int i = 0; i < count; i++) {
                assertThat(wires.get(i).readBytes(3000)).isEqualTo(Samples.bytes(i, 3000));
            }
            assertThat(aptheke.openDescriptors()).isGreaterThan(2 * count);
            assertThat(echo.open()).isEqualTo(count);
        } finally {
            for (var wire : wires) {
                wire.close();
            }
        }
        Poll.until("the far side is left", () -> echo.open() == 0);
    }

    private static String connect(EchoServer echo) {
        return "CONNECT 127.0.0.1:" + echo.port() + " HTTP/1.1\r\nHost: 127.0.0.1:" + echo.port() + "\r\n\r\n";
    }

    private static int threads(Aptheke aptheke) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(aptheke.pid()), "status")).stream()
                .filter(line -> line.startsWith("Threads:"))
                .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")))
                .sum();
    }

    /** Gives back what it gets. */
    private static final class EchoServer implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
        private final List<Socket> sockets = new ArrayList<>();

        EchoServer() throws IOException {
            Thread.ofVirtual().start(this::accept);
        }

        int port() {
            return listener.getLocalPort();
        }

        synchronized int open() {
            return sockets.size();
        }

        private void accept() {
            try {
                while (true) {
                    var socket = listener.accept();
                    synchronized (this) {
                        sockets.add(socket);
                    }
                    Thread.ofVirtual().start(() -> echo(socket));
                }
            } catch (IOException e) {
                // The end.
            }
        }

        private void echo(Socket socket) {
            try (socket) {
                socket.getInputStream().transferTo(socket.getOutputStream());
            } catch (IOException e) {
                // The tunnel has broken off.
            } finally {
                synchronized (this) {
                    sockets.remove(socket);
                }
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
