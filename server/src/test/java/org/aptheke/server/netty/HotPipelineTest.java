package org.aptheke.server.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.aptheke.cache.CacheKey;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many hot answers of all kinds on one connection, more than the kernel takes at once, on both ways out: straight into the
 * socket, and through Netty's queue.
 */
final class HotPipelineTest {
    /** A mixture of some 25 MB: more than the buffers of both ends hold. */
    private static final int REQUESTS = 400;

    @TempDir
    private Path dir;

    /** A request, and what its answer must be. */
    private record Step(String request, int status, String body) {}

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void hotAnswers_clientReadsLate_comeWholeAndInOrderAndAreToldOnce(boolean nativeTransport) throws Exception {
        try (var fixture = fixture(nativeTransport);
                var client = fixture.client()) {
            var steps = steps(fixture, client);
            int before = fixture.events(3).size();
            var sender = sending(client, steps);
            // It stands still: nobody reads, and the next requests are not taken.
            Fixture.await(() -> fixture.server().counters().hotHits().sum() > 20);

            for (var step : steps) {
                var answer = client.answer();
                assertThat(answer.status()).isEqualTo(step.status());
                assertThat(answer.body()).isEqualTo(step.body());
            }
            sender.join();

            var told = fixture.events(before + REQUESTS);
            assertThat(told).hasSize(before + REQUESTS);
            for (int i = 0; i < REQUESTS; i++) {
                assertThat(told.get(before + i).status()).isEqualTo(steps.get(i).status());
                assertThat(told.get(before + i).bytes())
                        .isEqualTo(steps.get(i).body().length());
            }
        }
    }

    /** The fixture looks whether all memory comes back. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void hotAnswers_clientLeavesWithoutReading_areAllGivenUp(boolean nativeTransport) throws Exception {
        try (var fixture = fixture(nativeTransport);
                var client = fixture.client()) {
            var steps = steps(fixture, client);
            var sender = sending(client, steps);
            Fixture.await(() -> fixture.server().counters().hotHits().sum() > 20);

            client.socket().setSoLinger(true, 0);
            client.socket().close();
            sender.join();

            Fixture.await(() -> fixture.server().counters().openConnections().sum() == 0);
            assertThat(fixture.events(21).getLast().cause()).contains("the client left");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void lastOfSeveral_saysClose_allLeaveBeforeTheEnd(boolean nativeTransport) throws Exception {
        try (var fixture = fixture(nativeTransport);
                var client = fixture.client()) {
            var steps = steps(fixture, client);

            client.send(
                    steps.get(0).request()
                            + steps.get(1).request()
                            + "GET http://deb.example.org/small HTTP/1.1\r\nHost: deb.example.org\r\nConnection: close\r\n\r\n");

            assertThat(client.answer().body()).isEqualTo(steps.get(0).body());
            assertThat(client.answer().body()).isEqualTo(steps.get(1).body());
            assertThat(client.answer().field("Connection")).isEqualTo("close");
            assertThat(client.atEnd()).isTrue();
        }
    }

    private static Fixture fixture(boolean nativeTransport) throws IOException, InterruptedException {
        return new Fixture(
                ListenerLimits.DEFAULT,
                (host, port) -> List.of(InetSocketAddress.createUnresolved(host, port)),
                nativeTransport);
    }

    /** Asks for the files once, so that they are hot. */
    private List<Step> steps(Fixture fixture, RawClient client) throws IOException {
        String small = register(fixture, "/small", 300);
        String memory = register(fixture, "/memory", 60_000);
        String large = register(fixture, "/file", 300_000);
        for (String name : List.of("/small", "/memory", "/file")) {
            client.get("http://deb.example.org" + name).answer();
        }
        var random = new Random(5);
        var steps = new ArrayList<Step>();
        for (int i = 0; i < REQUESTS; i++) {
            steps.add(
                    switch (random.nextInt(6)) {
                        case 0 -> new Step(request("/small", ""), 200, small);
                        case 1 -> new Step(request("/file", ""), 200, large);
                        case 2 ->
                            new Step(
                                    request("/small", "If-Modified-Since: Sun, 22 Nov 2026 09:30:00 GMT\r\n"), 304, "");
                        case 3 ->
                            new Step(
                                    request("/memory", "Range: bytes=100-50099\r\n"),
                                    206,
                                    memory.substring(100, 50_100));
                        case 4 ->
                            new Step(request("/file", "Range: bytes=7-20006\r\n"), 206, large.substring(7, 20_007));
                        default -> new Step(request("/memory", ""), 200, memory);
                    });
        }
        return steps;
    }

    private static String request(String path, String more) {
        return "GET http://deb.example.org" + path + " HTTP/1.1\r\nHost: deb.example.org\r\n" + more + "\r\n";
    }

    private String register(Fixture fixture, String path, int size) throws IOException {
        var letters = new byte[size];
        var random = new Random(size);
        for (int i = 0; i < size; i++) {
            letters[i] = (byte) ('a' + random.nextInt(26));
        }
        var file = new CountedFile(dir.resolve(path.substring(1)), letters);
        var key = new CacheKey("deb.example.org" + path);
        var ageZero = fixture.now().minusSeconds(100);
        var until = fixture.now().plus(Duration.ofHours(1));
        fixture.port()
                .on(
                        path,
                        exchange -> ScriptedPort.hit(
                                key,
                                file.content(),
                                ageZero,
                                until,
                                fixture.epochs().of(key)));
        return new String(letters, StandardCharsets.US_ASCII);
    }

    /** All requests in a row, on a thread of its own; the rest is dropped when the connection ends. */
    private static Thread sending(RawClient client, List<Step> steps) {
        var all = new StringBuilder();
        steps.forEach(step -> all.append(step.request()));
        return Thread.ofVirtual().start(() -> {
            try {
                client.send(all.toString());
            } catch (IOException e) {
                if (!client.socket().isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        });
    }
}
