package org.aptheke.server.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Tunnels with many bytes, many tunnels, and far ends that do not answer. */
final class TunnelLoadTest {
    private static final String ESTABLISHED = "HTTP/1.1 200 Connection established\r\n\r\n";
    private static final int BLOCK = 1 << 20;
    private static final int BLOCKS = 1024;
    private static final int MANY = 1000;

    @Test
    void gigabyte_eachWayAtOnce_arrivesWholeInLittleMemory() throws Exception {
        byte[] up = block(1);
        byte[] down = block(2);
        try (var fixture = new Fixture();
                var origin = listen();
                var client = fixture.client();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            client.send(connect(origin.getLocalPort()));
            client.exactly(ESTABLISHED.length());
            try (var far = origin.accept()) {
                var all = List.<Callable<Long>>of(
                        () -> write(client.socket(), up),
                        () -> write(far, down),
                        () -> read(far.getInputStream(), up),
                        () -> read(client.socket().getInputStream(), down));
                for (var each : threads.invokeAll(all)) {
                    assertThat(each.get()).isEqualTo((long) BLOCKS * BLOCK);
                }
            }
            assertThat(fixture.events(1).getFirst().bytes()).isEqualTo((long) BLOCKS * BLOCK);
            assertThat(io.netty.buffer.ByteBufAllocator.DEFAULT)
                    .isInstanceOfSatisfying(
                            io.netty.buffer.ByteBufAllocatorMetricProvider.class,
                            allocator -> assertThat(allocator.metric().usedDirectMemory())
                                    .isLessThan(64L << 20));
        }
    }

    @Test
    void thousandTunnels_atOnce_allCarryBytes() throws Exception {
        try (var fixture = new Fixture(ListenerLimits.DEFAULT.withConnections(2 * MANY, 0));
                var origin = listen()) {
            var sockets = new ArrayList<AutoCloseable>();
            try {
                var clients = new ArrayList<RawClient>();
                var fars = new ArrayList<Socket>();
                for (int i = 0; i < MANY; i++) {
                    var client = fixture.client();
                    sockets.add(client);
                    client.send(connect(origin.getLocalPort()));
                    client.exactly(ESTABLISHED.length());
                    client.send("%04d".formatted(i));
                    clients.add(client);
                    fars.add(origin.accept());
                    sockets.add(fars.getLast());
                }
                assertThat(fixture.server().counters().openTunnels().sum()).isEqualTo(MANY);

                for (var far : fars) {
                    far.setSoTimeout(20_000);
                    far.getOutputStream().write(far.getInputStream().readNBytes(4));
                }
                for (int i = 0; i < MANY; i++) {
                    assertThat(clients.get(i).exactly(4)).isEqualTo("%04d".formatted(i));
                }
            } finally {
                for (var socket : sockets) {
                    socket.close();
                }
            }
            Fixture.await(() -> fixture.server().counters().openTunnels().sum() == 0);
        }
    }

    @Test
    void farEnd_neverAnswersTheConnect_is504WithBodyAndLeavesNothing() throws Exception {
        var limits = ListenerLimits.DEFAULT.withConnectTimeout(Duration.ofMillis(300));
        try (var fixture = new Fixture(limits);
                var deaf = new DeafOrigin();
                var client = fixture.client()) {
            var answer = client.send(connect(deaf.port())).answer();

            assertThat(answer.status()).isEqualTo(504);
            assertThat(answer.body()).contains("no tunnel to far.example.org");
            assertThat(client.atEnd()).isTrue();
        }
    }

    @Test
    void client_leavesWhileTheFarEndIsConnected_theAttemptEnds() throws Exception {
        try (var fixture = new Fixture(ListenerLimits.DEFAULT.withConnectTimeout(Duration.ofSeconds(60)));
                var deaf = new DeafOrigin()) {
            try (var client = fixture.client()) {
                client.send(connect(deaf.port()));
                Fixture.await(() -> fixture.server().counters().running().sum() == 1);
                client.socket().setSoLinger(true, 0);
            }

            Fixture.await(() -> fixture.server().counters().running().sum() == 0);
        }
    }

    /** Its queue of connections is full, so that the kernel drops what knocks. */
    private static final class DeafOrigin implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket();
        private final List<Socket> queued = new ArrayList<>();

        DeafOrigin() throws IOException {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
            boolean full = false;
            while (!full) {
                var socket = new Socket();
                queued.add(socket);
                try {
                    socket.connect(listener.getLocalSocketAddress(), 200);
                } catch (java.net.SocketTimeoutException e) {
                    full = true;
                }
            }
        }

        int port() {
            return listener.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            for (var socket : queued) {
                socket.close();
            }
            listener.close();
        }
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
    }

    private static long write(Socket socket, byte[] block) {
        try {
            for (int i = 0; i < BLOCKS; i++) {
                socket.getOutputStream().write(block);
            }
            socket.shutdownOutput();
            return (long) BLOCKS * BLOCK;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long read(InputStream in, byte[] expected) throws IOException {
        byte[] received = new byte[BLOCK];
        long count = 0;
        for (int n = in.readNBytes(received, 0, BLOCK); n > 0; n = in.readNBytes(received, 0, BLOCK)) {
            if (!Arrays.equals(received, 0, n, expected, 0, n)) {
                throw new AssertionError("wrong bytes behind " + count);
            }
            count += n;
        }
        return count;
    }

    private static byte[] block(int seed) {
        byte[] block = new byte[BLOCK];
        new Random(seed).nextBytes(block);
        return block;
    }

    private static String connect(int port) {
        String authority = "far.example.org:" + port;
        return "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n";
    }
}
