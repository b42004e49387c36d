package org.aptheke.server.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Requests sent ahead begin at once and are answered in order. */
final class PipeliningTest {
    private static final String BASE = "http://deb.example.org";

    @Test
    void requests_elevenAhead_runAtTheSameTimeAndAreAnsweredInOrder() throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            var together = new CyclicBarrier(11);
            var all = new StringBuilder();
            for (int i = 0; i < 11; i++) {
                String name = "/" + i;
                fixture.port().on(name, exchange -> {
                    meet(together);
                    return ScriptedPort.text("body of " + name);
                });
                all.append("GET " + BASE + name + " HTTP/1.1\r\nHost: deb.example.org\r\n\r\n");
            }

            client.send(all.toString());

            for (int i = 0; i < 11; i++) {
                assertThat(client.answer().body()).isEqualTo("body of /" + i);
            }
        }
    }

    @Test
    void requests_firstIsSlow_othersWaitForIt() throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            var others = new CountDownLatch(2);
            fixture.port().on("/slow", exchange -> {
                assertThat(others.await(20, TimeUnit.SECONDS)).isTrue();
                return ScriptedPort.text("slow");
            });
            fixture.port().on("/fast", exchange -> {
                others.countDown();
                return ScriptedPort.text("fast");
            });

            client.get(BASE + "/slow").get(BASE + "/fast").get(BASE + "/fast").get("/");

            assertThat(client.answer().body()).isEqualTo("slow");
            assertThat(client.answer().body()).isEqualTo("fast");
            assertThat(client.answer().body()).isEqualTo("fast");
            assertThat(client.answer().status()).isEqualTo(406);
        }
    }

    @Test
    void requests_moreAheadThanAllowed_waitUnread() throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            int ahead = ListenerLimits.DEFAULT.requestsAhead();
            var begun = new Semaphore(0);
            var goOn = new CountDownLatch(1);
            fixture.port().on("/first", exchange -> {
                begun.release();
                assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
                return ScriptedPort.text("first");
            });
            fixture.port().on("/a", exchange -> {
                begun.release();
                return ScriptedPort.text("hello");
            });

            client.get(BASE + "/first");
            for (int i = 1; i < ahead + 10; i++) {
                client.get(BASE + "/a");
            }
            assertThat(begun.tryAcquire(ahead, 20, TimeUnit.SECONDS)).isTrue();
            assertThat(begun.tryAcquire(1, 100, TimeUnit.MILLISECONDS)).isFalse();

            goOn.countDown();
            assertThat(client.answer().body()).isEqualTo("first");
            for (int i = 1; i < ahead + 10; i++) {
                assertThat(client.answer().body()).isEqualTo("hello");
            }
        }
    }

    @Test
    void requests_thousandInOneBurst_allAnsweredInOrder() throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            var all = new StringBuilder();
            for (int i = 0; i < 1000; i++) {
                String body = "x".repeat(i) + i;
                fixture.port().on("/" + i, exchange -> ScriptedPort.text(body));
                all.append("GET " + BASE + "/" + i + " HTTP/1.1\r\nHost: deb.example.org\r\n\r\n");
            }
            var sender = Thread.ofVirtual().start(() -> {
                try {
                    client.send(all.toString());
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });

            for (int i = 0; i < 1000; i++) {
                assertThat(client.answer().body()).isEqualTo("x".repeat(i) + i);
            }
            sender.join();
        }
    }

    @Test
    void closingRequest_inTheMiddle_endsTheConnectionBehindIt() throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            fixture.port().on("/a", exchange -> ScriptedPort.text("hello"));

            client.get(BASE + "/a")
                    .send("GET " + BASE + "/a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                    .get(BASE + "/a");

            assertThat(client.answer().field("connection")).isEmpty();
            assertThat(client.answer().field("connection")).isEqualTo("close");
            assertThat(client.atEnd()).isTrue();
            assertThat(fixture.port().asked()).hasSize(2);
        }
    }

    @Test
    void client_shutsItsOutput_stillGetsAllAnswers() throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            var goOn = new CountDownLatch(1);
            fixture.port().on("/a", exchange -> {
                assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
                return ScriptedPort.text("hello");
            });

            client.get(BASE + "/a").get(BASE + "/a").socket().shutdownOutput();
            goOn.countDown();

            assertThat(client.answer().body()).isEqualTo("hello");
            assertThat(client.answer().body()).isEqualTo("hello");
            assertThat(client.atEnd()).isTrue();
        }
    }

    @Test
    void client_resetsTheConnection_workIsInterrupted() throws Exception {
        try (var fixture = new Fixture();
                var client = fixture.client()) {
            var begun = new CountDownLatch(2);
            var interrupted = new CountDownLatch(2);
            fixture.port().on("/a", exchange -> {
                begun.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                }
                return ScriptedPort.text("hello");
            });

            client.get(BASE + "/a").get(BASE + "/a");
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            client.socket().setSoLinger(true, 0);
            client.socket().close();

            assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(fixture.events(2)).hasSize(2).allSatisfy(event -> {
                assertThat(event.status()).isZero();
                assertThat(event.cause()).contains("left");
            });
        }
    }

    private static void meet(CyclicBarrier barrier) throws InterruptedException {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (java.util.concurrent.BrokenBarrierException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError("not all run at the same time", e);
        }
    }
}
