package org.aptheke.origin.client;

import static org.aptheke.origin.client.OriginClientFixture.IDENTITY;
import static org.aptheke.origin.client.OriginClientFixture.LONG;
import static org.aptheke.origin.client.OriginClientFixture.LOOPBACK;
import static org.aptheke.origin.client.OriginClientFixture.ROOMY;
import static org.aptheke.origin.client.OriginClientFixture.client;
import static org.aptheke.origin.client.OriginClientFixture.get;
import static org.aptheke.origin.client.OriginClientFixture.onVirtualThread;
import static org.aptheke.origin.client.OriginClientFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.aptheke.origin.BandwidthLimit;
import org.aptheke.origin.OriginResponse;
import org.aptheke.origin.OriginTimeoutException;
import org.aptheke.origin.RateSchedule;
import org.aptheke.testkit.Gate;
import org.aptheke.testkit.Handler;
import org.aptheke.testkit.ScriptedOrigin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long the client waits, and what ends a wait. */
@Timeout(30)
final class OriginPatienceTest {
    private static final Handler FIVE_THEN_SILENCE = (request, reply) -> {
        reply.head(200, "Content-Length: 100000");
        reply.body(new byte[5]);
        boolean gone = reply.awaitClientGone();
        assertThat(gone).isTrue();
    };

    @Test
    void send_noResponse_timesOut() throws Exception {
        try (var client = client(ROOMY.withTimes(LONG, Duration.ofMillis(300), LONG));
                var origin = ScriptedOrigin.start().otherwise((request, reply) -> reply.awaitClientGone())) {
            assertThatThrownBy(() -> client.send(get(origin, "/")))
                    .isInstanceOf(OriginTimeoutException.class)
                    .hasMessageContaining("127.0.0.1:" + origin.port());
            assertThat(client.connectionsInUse()).isZero();
        }
    }

    @Test
    void send_headerDripsForever_timesOut() throws Exception {
        var limits = ROOMY.withTimes(LONG, Duration.ofMillis(400), LONG);
        try (var client = client(limits);
                var origin = ScriptedOrigin.start().otherwise((request, reply) -> {
                    reply.raw("HTTP/1.1 200 OK\r\nX: ");
                    reply.paceAt(50).body(new byte[1_000_000]);
                })) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> client.send(get(origin, "/"))).isInstanceOf(OriginTimeoutException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void read_silence_timesOut() throws Exception {
        try (var client = client(ROOMY.withTimes(LONG, LONG, Duration.ofSeconds(1)));
                var origin = ScriptedOrigin.start().otherwise(FIVE_THEN_SILENCE);
                var response = client.send(get(origin, "/"))) {
            assertThatThrownBy(() -> text(response))
                    .isInstanceOf(OriginTimeoutException.class)
                    .hasMessageContaining("after 5 bytes");
        }
    }

    @Test
    void read_slowerThanFloor_timesOut() throws Exception {
        try (var client = client(ROOMY.withMinimumRate(10_000, Duration.ofMillis(300)));
                var origin = ScriptedOrigin.start()
                        .otherwise((request, reply) -> reply.paceAt(1000).send(200, new byte[50_000]));
                var response = client.send(get(origin, "/"))) {
            assertThatThrownBy(() -> text(response))
                    .isInstanceOf(OriginTimeoutException.class)
                    .hasMessageContaining("less than 10000");
        }
    }

    @Test
    void read_bytesArriving_areHandedOutAtOnce() throws Exception {
        var gate = new Gate();
        try (var client = client(ROOMY);
                var origin = ScriptedOrigin.start()
                        .otherwise((request, reply) -> reply.holdAt(5, gate).send(200, "hello, world"));
                var response = client.send(get(origin, "/"))) {
            var buffer = ByteBuffer.allocate(1000);
            assertThat(response.read(buffer)).isEqualTo(5);
            gate.open();
            assertThat(text(response)).isEqualTo(", world");
        }
    }

    @Test
    void isReady_onlyWhileBytesOfTheContentAreThere() throws Exception {
        var gate = new Gate();
        try (var client = client(ROOMY);
                var origin = ScriptedOrigin.start()
                        .otherwise((request, reply) -> reply.holdAt(5, gate).send(200, "hello, world"));
                var response = client.send(get(origin, "/"))) {
            gate.awaitArrival(Duration.ofSeconds(20));
            assertThat(response.read(ByteBuffer.allocate(2))).isEqualTo(2);
            assertThat(response.isReady()).as("three more are there").isTrue();
            assertThat(response.read(ByteBuffer.allocate(10))).isEqualTo(3);
            assertThat(response.isReady()).as("the origin holds them back").isFalse();
            gate.open();

            assertThat(text(response)).isEqualTo(", world");
            assertThat(response.isReady()).as("at the end").isFalse();
        }
    }

    @Test
    void isReady_betweenTwoChunks_isFalse() throws Exception {
        var gate = new Gate();
        try (var client = client(ROOMY);
                var origin = ScriptedOrigin.start().otherwise((request, reply) -> {
                    reply.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
                    gate.pass();
                    reply.raw("2\r\n, \r\n0\r\n\r\n");
                });
                var response = client.send(get(origin, "/"))) {
            gate.awaitArrival(Duration.ofSeconds(20));
            assertThat(response.read(ByteBuffer.allocate(10))).isEqualTo(5);

            assertThat(response.isReady()).isFalse();
            gate.open();
            assertThat(text(response)).isEqualTo(", ");
        }
    }

    @Test
    void send_interrupted_endsAtOnce() throws Exception {
        try (var client = client(ROOMY);
                var origin = ScriptedOrigin.start().otherwise((request, reply) -> reply.awaitClientGone())) {
            var outcome = new CompletableFuture<Throwable>();
            var thread = Thread.ofVirtual().start(() -> {
                try (var response = client.send(get(origin, "/"))) {
                    outcome.complete(new AssertionError("status " + response.status()));
                } catch (IOException | InterruptedException e) {
                    outcome.complete(e);
                }
            });
            origin.awaitRequests("/", 1, Duration.ofSeconds(10));
            thread.interrupt();
            assertThat(outcome.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
            thread.join();
            assertThat(client.connectionsInUse()).isZero();
        }
    }

    @Test
    void read_interrupted_endsAtOnce() throws Exception {
        try (var client = client(ROOMY);
                var origin = ScriptedOrigin.start().otherwise(FIVE_THEN_SILENCE);
                var response = client.send(get(origin, "/"))) {
            var first = new CompletableFuture<Integer>();
            var outcome = new CompletableFuture<Throwable>();
            var thread = Thread.ofVirtual().start(() -> readTwice(response, first, outcome));
            assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(5);
            thread.interrupt();
            assertThat(outcome.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedIOException.class);
        }
    }

    @Test
    void close_whileAnotherThreadReads_endsTheRead() throws Exception {
        try (var client = client(ROOMY);
                var origin = ScriptedOrigin.start().otherwise(FIVE_THEN_SILENCE)) {
            var response = client.send(get(origin, "/"));
            var first = new CompletableFuture<Integer>();
            var outcome = new CompletableFuture<Throwable>();
            Thread.ofVirtual().start(() -> readTwice(response, first, outcome));
            assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(5);
            response.close();
            assertThat(outcome.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
            assertThat(client.connectionsInUse()).isZero();
        }
    }

    @Test
    void close_muchIsLeft_breaksOffInsteadOfReading() throws Exception {
        try (var client = client(ROOMY);
                var origin =
                        ScriptedOrigin.start().otherwise((request, reply) -> reply.send(200, new byte[50_000_000]))) {
            try (var response = client.send(get(origin, "/1"))) {
                assertThat(response.status()).isEqualTo(200);
            }
            try (var response = client.send(get(origin, "/2"))) {
                assertThat(response.status()).isEqualTo(200);
            }
            assertThat(origin.acceptedConnections()).isEqualTo(2);
        }
    }

    @Test
    void read_bandwidthLimited_takesItsTime() throws Exception {
        var bandwidth = new BandwidthLimit(
                RateSchedule.of(100_000), RateSchedule.UNLIMITED, InstantSource.system(), ZoneId.of("UTC"));
        try (var client = new HttpOriginClient(IDENTITY, ROOMY, OriginNetwork.of(LOOPBACK), bandwidth);
                var origin = ScriptedOrigin.start().otherwise((request, reply) -> reply.send(200, new byte[100_000]));
                var response = client.send(get(origin, "/"))) {
            long start = System.nanoTime();
            onVirtualThread(() -> text(response));
            // Half a second's worth comes at once, the other half takes its time.
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(300), Duration.ofSeconds(10));
        }
    }

    @Test
    void read_onceWithCredentialsOfTheOperator_sharesTheBandwidthOfTheOrigin() throws Exception {
        var bandwidth = new BandwidthLimit(
                RateSchedule.of(100_000), RateSchedule.UNLIMITED, InstantSource.system(), ZoneId.of("UTC"));
        try (var client = new HttpOriginClient(IDENTITY, ROOMY, OriginNetwork.of(LOOPBACK), bandwidth);
                var origin = ScriptedOrigin.start().otherwise((request, reply) -> reply.send(200, new byte[75_000]))) {
            var plain = get(origin, "/");
            long start = System.nanoTime();
            for (var request : List.of(plain, plain.withTarget(plain.target().as("vendor")))) {
                try (var response = client.send(request)) {
                    onVirtualThread(() -> text(response));
                }
            }
            // Half a second's worth comes at once, and only once.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(900));
        }
    }

    private static void readTwice(
            OriginResponse response, CompletableFuture<Integer> first, CompletableFuture<Throwable> second) {
        try {
            first.complete(response.read(ByteBuffer.allocate(100)));
            second.complete(new AssertionError(response.read(ByteBuffer.allocate(100)) + " bytes"));
        } catch (IOException e) {
            second.complete(e);
        }
    }
}
