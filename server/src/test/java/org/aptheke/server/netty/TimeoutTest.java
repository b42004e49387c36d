package org.aptheke.server.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.aptheke.http.Content;
import org.aptheke.http.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is slow or silent does not hold a place for ever. */
final class TimeoutTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final ListenerLimits BASE = ListenerLimits.DEFAULT.withConnections(10_000, 0);

    @TempDir
    private Path dir = Path.of("");

    @Test
    void request_notCompleteInTime_is408AndCloses() throws Exception {
        try (var fixture = new Fixture(BASE.withTimeouts(SHORT, LONG, LONG, LONG));
                var line = fixture.client();
                var fields = fixture.client();
                var content = fixture.client()) {
            line.send("GET /");
            fields.send("GET / HTTP/1.1\r\nHost: a\r\n");
            content.send("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n1");

            for (var client : new RawClient[] {line, fields, content}) {
                var answer = client.answer();
                assertThat(answer.status()).isEqualTo(408);
                assertThat(answer.field("connection")).isEqualTo("close");
                assertThat(client.atEnd()).isTrue();
            }
        }
    }

    @Test
    void requestLine_octetByOctetForTooLong_is408() throws Exception {
        try (var fixture = new Fixture(BASE.withTimeouts(SHORT, LONG, LONG, LONG));
                var client = fixture.client()) {
            client.socket().setSoTimeout(20);
            var answer = new StringBuilder();
            client.send("GET /");
            for (int i = 0; i < 500 && !answer.toString().startsWith("HTTP/1.1 408"); i++) {
                try {
                    client.send("a");
                    answer.append(client.exactly(1));
                } catch (SocketTimeoutException e) {
                    // Nothing yet; the next octet follows.
                }
            }

            assertThat(answer.toString()).isEqualTo("HTTP/1.1 408");
        }
    }

    @Test
    void request_slowButInTime_isAnswered() throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            for (char octet : "GET / HTTP/1.1\r\nHost: a\r\n\r\n".toCharArray()) {
                client.send("" + octet);
            }

            assertThat(client.answer().status()).isEqualTo(406);
        }
    }

    @Test
    void connection_idle_isClosedWithoutAWord() throws Exception {
        try (var fixture = new Fixture(BASE.withTimeouts(LONG, SHORT, LONG, LONG));
                var fresh = fixture.client();
                var used = fixture.client()) {
            assertThat(used.get("/").answer().status()).isEqualTo(406);

            assertThat(fresh.atEnd()).isTrue();
            assertThat(used.atEnd()).isTrue();
        }
    }

    @Test
    void connection_waitingForASlowAnswer_isNotIdle() throws Exception {
        try (var fixture = new Fixture(BASE.withTimeouts(SHORT, SHORT, SHORT, LONG));
                var client = fixture.client()) {
            fixture.port().on("/slow", exchange -> {
                TimeUnit.MILLISECONDS.sleep(800);
                return ScriptedPort.text("at last");
            });

            assertThat(client.get("http://deb.example.org/slow").answer().body()).isEqualTo("at last");
        }
    }

    @Test
    void client_readsNothing_isCutAndTheContentClosed() throws Exception {
        try (var fixture = new Fixture(BASE.withTimeouts(LONG, LONG, SHORT, LONG));
                var file = fixture.client();
                var live = fixture.client()) {
            var stored = new CountedFile(dir.resolve("file"), new byte[40_000_000]);
            var arrival = new ScriptedArrival(OptionalLong.of(40_000_000));
            for (int i = 0; i < 40; i++) {
                arrival.bytes("x".repeat(1_000_000));
            }
            fixture.port().on("/file", exchange -> ScriptedPort.answer(200, Fields.EMPTY, stored.content()));
            fixture.port().on("/live", exchange ->
                    ScriptedPort.answer(200, Fields.EMPTY, new Content.Growing(arrival)));

            file.get("http://deb.example.org/file");
            live.get("http://deb.example.org/live");

            assertThat(arrival.closed().await(20, TimeUnit.SECONDS)).isTrue();
            Fixture.await(() -> stored.opened() == 1 && stored.open() == 0);
            assertThat(fixture.events(2)).allSatisfy(event -> assertThat(event.cause())
                    .contains("left"));
        }
    }

    @Test
    void connections_thousandIdle_othersAreServed() throws Exception {
        try (var fixture = new Fixture(BASE)) {
            var idle = new ArrayList<RawClient>();
            try {
                for (int i = 0; i < 1000; i++) {
                    idle.add(fixture.client());
                    idle.getLast().send("G");
                }
                try (var client = fixture.client()) {
                    assertThat(client.get("/").answer().status()).isEqualTo(406);
                }
            } finally {
                for (var client : idle) {
                    client.close();
                }
            }
        }
    }
}
