package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.aptheke.testkit.Poll;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.Samples;
import org.aptheke.testkit.ScriptedOrigin;
import org.aptheke.testkit.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restarts with clients on inherited sockets: no connection is refused, and no request stays without its answer. */
final class RestartUnderLoadTest {
    private static final int RESTARTS = 3;
    private static final byte[] SMALL = Samples.bytes(1, 5_000);
    private static final byte[] LARGE = Samples.bytes(2, 400_000);

    @TempDir
    private Path home = Path.of("");

    @Test
    void restart_under200RequestsASecond_losesNone() throws Exception {
        // All that has waited during a restart comes from one address.
        var setup = Aptheke.in(home.resolve("aptheke")).unset("listen").set("limits.connections_per_client", "10000");
        try (var origin = ScriptedOrigin.start();
                var systemd = Systemd.of(home.resolve("systemd"), setup)
                        .socket("aptheke.socket", "127.0.0.1")
                        .start()) {
            origin.on("/small.deb", Resource.of(SMALL).withEtag("\"s\""));
            origin.on("/large.deb", Resource.of(LARGE).withEtag("\"l\""));
            systemd.awaitReady(1);
            var load = new Load(systemd.port(1), origin);

            try (load) {
                load.begin();
                for (int restart = 1; restart <= RESTARTS; restart++) {
                    load.awaitMore(300);
                    systemd.signal("TERM");
                    assertThat(systemd.awaitEnd()).isEqualTo("0");
                    systemd.start();
                    systemd.awaitReady(restart + 1);
                }
                load.awaitMore(300);
            }

            assertThat(load.failures).isEmpty();
            assertThat(load.answered.get()).isEqualTo(load.asked.get()).isGreaterThan(RESTARTS * 300);
            assertThat(load.lastAnswers.get())
                    .as("connections that were told to end")
                    .isPositive();
        }
    }

    /**
     * Half of the requests on connections that are kept, the other half on new ones, which begin whatever became of
     * those before.
     */
    private static final class Load implements AutoCloseable {
        private static final int KEPT = 20;
        private static final Duration KEPT_EVERY = Duration.ofMillis(200);
        private static final Duration NEW_EVERY = Duration.ofMillis(10);

        private final AtomicInteger asked = new AtomicInteger();
        private final AtomicInteger answered = new AtomicInteger();
        private final AtomicInteger lastAnswers = new AtomicInteger();
        private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
        private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
        private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
        private final CountDownLatch over = new CountDownLatch(1);
        private final int port;
        private final List<String> urls;

        Load(int port, ScriptedOrigin origin) {
            this.port = port;
            this.urls = List.of(
                    origin.url("/small.deb"),
                    origin.url("/small.deb"),
                    origin.url("/small.deb"),
                    origin.url("/large.deb"));
        }

        void begin() {
            for (int i = 0; i < KEPT; i++) {
                clients.execute(this::keepAsking);
            }
            var _ = clock.scheduleAtFixedRate(
                    () -> clients.execute(this::askOnce), 0, NEW_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }

        void awaitMore(int answers) {
            int enough = answered.get() + answers;
            Poll.until(() -> enough + " answers; failures: " + failures, () -> answered.get() >= enough);
        }

        private void askOnce() {
            try (var wire = Wire.connect(port)) {
                ask(wire);
            } catch (IOException | RuntimeException | AssertionError e) {
                failures.add("new connection: " + e);
            }
        }

        private void keepAsking() {
            try {
                boolean more = true;
                while (more) {
                    more = askUntilTold();
                }
            } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
                failures.add("kept connection: " + e);
            }
        }

        /** One connection; returns whether to open another. */
        private boolean askUntilTold() throws IOException, InterruptedException {
            try (var wire = Wire.connect(port)) {
                while (true) {
                    boolean last = ask(wire);
                    if (over.await(KEPT_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                        return false;
                    }
                    if (last) {
                        lastAnswers.incrementAndGet();
                        return true;
                    }
                }
            }
        }

        /** Whether it was the connection's last answer. */
        private boolean ask(Wire wire) throws IOException {
            var url = urls.get(asked.getAndIncrement() % urls.size());
            wire.send(Wire.request("GET", url));
            var response = wire.readExpecting(url.endsWith("small.deb") ? SMALL : LARGE);
            if (response.status() != 200) {
                throw new IOException(response.toString());
            }
            answered.incrementAndGet();
            return response.field("Connection").orElse("").equals("close");
        }

        /** Returns when all that was asked is answered or has failed. */
        @Override
        public void close() {
            clock.close();
            over.countDown();
            clients.close();
        }
    }
}
