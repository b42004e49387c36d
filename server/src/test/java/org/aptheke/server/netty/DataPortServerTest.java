package org.aptheke.server.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.aptheke.http.Fields;
import org.junit.jupiter.api.Test;

@SuppressWarnings("AddressSelection") // loopback
final class DataPortServerTest {
    @Test
    void answer_textFromEngine_hasFramingDateAndNothingElse() throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            fixture.port().on("/a", exchange -> ScriptedPort.text("hello"));

            var answer = client.get("http://deb.example.org/a").answer();

            assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(answer.body()).isEqualTo("hello");
            assertThat(answer.fields())
                    .containsOnlyKeys("content-type", "content-length", "date")
                    .containsEntry("date", "Sun, 22 Nov 2026 10:00:00 GMT");
        }
    }

    @Test
    void event_textFromEngine_isEmittedOnce() throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            fixture.port().on("/a", exchange -> ScriptedPort.text("hello"));

            client.get("http://deb.example.org/a").answer();

            var event = fixture.events(1).getFirst();
            assertThat(fixture.events(1)).hasSize(1);
            assertThat(event.host() + event.path()).isEqualTo("deb.example.org/a");
            assertThat(event.status()).isEqualTo(200);
            assertThat(event.bytes()).isEqualTo(5);
            assertThat(event.cacheStatus()).isEqualTo("fwd=miss");
        }
    }

    @Test
    void answer_fieldValueWithLineBreaks_cannotSplitTheAnswer() throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            var fields = Fields.of("X-Evil", "a\r\nSet-Cookie: b\r\n\r\nHTTP/1.1 200 OK", "Bad\r\nName", "c");
            fixture.port().on("/a", exchange -> ScriptedPort.text(200, fields, "hello"));

            var answer = client.get("http://deb.example.org/a").answer();

            assertThat(answer.fields()).containsOnlyKeys("x-evil", "content-length", "date");
            assertThat(answer.field("x-evil")).isEqualTo("a  Set-Cookie: b    HTTP/1.1 200 OK");
        }
    }

    @Test
    void answer_ownFramingFieldsOfTheEngine_areReplaced() throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            var fields = Fields.of("Content-Length", "99", "Transfer-Encoding", "chunked", "Connection", "close");
            fixture.port().on("/a", exchange -> ScriptedPort.text(200, fields, "hello"));

            var answer = client.get("http://deb.example.org/a").answer();

            assertThat(answer.fields()).containsOnlyKeys("content-length", "date");
            assertThat(answer.body()).isEqualTo("hello");
        }
    }

    @Test
    void answer_engineThrows_is500WithBodyAndTheConnectionGoesOn() throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            fixture.port().on("/bug", exchange -> {
                throw new IllegalStateException("planted");
            });
            fixture.port().on("/a", exchange -> ScriptedPort.text("hello"));

            client.get("http://deb.example.org/bug").get("http://deb.example.org/a");

            assertThat(client.answer().status()).isEqualTo(500);
            assertThat(client.answer().body()).isEqualTo("hello");
        }
    }

    @Test
    void start_portTaken_namesTheAddress() throws Exception {
        try (var first = new Fixture()) {
            int taken = first.address().getPort();
            var behind = new DataPortServer.Behind(
                    new ScriptedPort(), first.epochs(), event -> {}, (host, port) -> List.of(), LeafSource.NONE);
            var second = new DataPortServer(behind, ListenerLimits.DEFAULT, first::now);

            assertThatThrownBy(() -> second.start(List.of(new InetSocketAddress("127.0.0.1", taken))))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1:" + taken);
        }
    }

    @Test
    void start_severalAddresses_servesOnAll() throws Exception {
        var port = new ScriptedPort();
        var behind = new DataPortServer.Behind(
                port, new org.aptheke.proxy.HotEpochs(), event -> {}, (host, number) -> List.of(), LeafSource.NONE);
        var server = new DataPortServer(behind, ListenerLimits.DEFAULT, java.time.InstantSource.system());
        server.start(List.of(new InetSocketAddress("127.0.0.1", 0), new InetSocketAddress("127.0.0.2", 0)));
        try {
            for (var address : server.boundAddresses()) {
                try (var client = new RawClient(address)) {
                    assertThat(client.get("/").answer().status()).isEqualTo(406);
                }
            }
        } finally {
            server.stop(Duration.ZERO);
        }
        assertThat(server.boundAddresses()).hasSize(2);
    }

    @Test
    void nioTransport_textAndFile_areAnswered() throws Exception {
        try (var fixture = new Fixture(ListenerLimits.DEFAULT, (host, port) -> List.of(), false);
                var client = fixture.client()) {
            fixture.port().on("/a", exchange -> ScriptedPort.text("hello"));

            assertThat(client.get("http://deb.example.org/a").answer().body()).isEqualTo("hello");
        }
    }

    @Test
    void connection_overTheLimit_gets503AndLeavesWhenOthersStay() throws Exception {
        try (var fixture = new Fixture(ListenerLimits.DEFAULT.withConnections(2, 0));
                var first = fixture.client();
                var second = fixture.client()) {
            assertThat(first.get("/").answer().status()).isEqualTo(406);
            assertThat(second.get("/").answer().status()).isEqualTo(406);

            try (var third = fixture.client()) {
                var answer = third.answer();
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.field("retry-after")).isEqualTo("2");
                assertThat(answer.body()).contains("[limits] connections = 2");
                assertThat(third.atEnd()).isTrue();
            }
            assertThat(first.get("/").answer().status()).isEqualTo(406);
        }
    }

    @Test
    void connection_overTheLimitPerAddress_isRefusedUntilOneLeaves() throws Exception {
        try (var fixture = new Fixture(ListenerLimits.DEFAULT.withConnections(100, 1))) {
            try (var first = fixture.client()) {
                assertThat(first.get("/").answer().status()).isEqualTo(406);
                try (var second = fixture.client()) {
                    var answer = second.get("/").answer();
                    assertThat(answer.status()).isEqualTo(429);
                    assertThat(answer.field("retry-after")).isEqualTo("2");
                    assertThat(answer.body()).contains("[limits] connections_per_client = 1");
                }
                assertThat(first.get("/").answer().status()).isEqualTo(406);
            }
            Fixture.await(() -> fixture.server().counters().openConnections().sum() == 0);
            try (var third = fixture.client()) {
                assertThat(third.get("/").answer().status()).isEqualTo(406);
            }
        }
    }

    @Test
    void client_notAdmitted_gets403AndIsClosed() throws Exception {
        try (var fixture = new Fixture()) {
            fixture.port().admitNobody();
            try (var client = fixture.client()) {
                var answer = client.get("http://deb.example.org/a").answer();

                assertThat(answer.status()).isEqualTo(403);
                assertThat(answer.body()).contains("[clients] allow = [\"127.0.0.1\"]");
                assertThat(answer.field("connection")).isEqualTo("close");
                assertThat(client.atEnd()).isTrue();
                assertThat(fixture.port().asked()).isEmpty();
            }
        }
    }

    @Test
    void stop_answerRunning_isFinishedAndSaysClose() throws Exception {
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var idle = new ArrayList<RawClient>();
        try (var fixture = new Fixture();
                var busy = fixture.client()) {
            fixture.port().on("/slow", exchange -> {
                begun.countDown();
                assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
                return ScriptedPort.text("at last");
            });
            busy.get("http://deb.example.org/slow");
            // Idle ones on every event loop: when all are closed, every loop knows.
            for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
                idle.add(fixture.client());
                assertThat(idle.getLast().get("/").answer().status()).isEqualTo(406);
            }
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

            var stopping = fixture.stopping(Duration.ofSeconds(20));
            for (var client : idle) {
                assertThat(client.atEnd()).isTrue();
                client.close();
            }
            goOn.countDown();
            var answer = busy.answer();

            assertThat(answer.body()).isEqualTo("at last");
            assertThat(answer.field("connection")).isEqualTo("close");
            assertThat(busy.atEnd()).isTrue();
            busy.socket().shutdownOutput();
            assertThat(stopping.join(Duration.ofSeconds(20))).isTrue();
        }
    }

    @Test
    void stop_answerDoesNotEnd_isCutAfterTheGrace() throws Exception {
        var interrupted = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            fixture.port().on("/never", exchange -> {
                begun.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                }
                return ScriptedPort.text("never");
            });
            client.get("http://deb.example.org/never");
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

            var stopping = fixture.stopping(Duration.ofMillis(50));

            assertThat(client.atEnd()).isTrue();
            assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(stopping.join(Duration.ofSeconds(20))).isTrue();
        }
    }
}
