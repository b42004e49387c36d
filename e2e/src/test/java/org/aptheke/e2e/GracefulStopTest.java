package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.aptheke.testkit.Gate;
import org.aptheke.testkit.Poll;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.Samples;
import org.aptheke.testkit.ScriptedOrigin;
import org.aptheke.testkit.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting, stopping and reloading, as systemd and administrators do it. */
final class GracefulStopTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path home;

    @Test
    void sigterm_duringAnAnswer_finishesItAndExitsZero() throws Exception {
        var half = new Gate();
        var content = Samples.bytes(1, 300_000);
        try (var origin = ScriptedOrigin.start();
                var aptheke = Aptheke.in(home).start();
                var wire = aptheke.connect()) {
            origin.on(
                    "/pool/f.deb",
                    (request, reply) -> reply.holdAt(100_000, half).send(200, content, "ETag: \"v1\""));
            wire.send(Wire.request("GET", origin.url("/pool/f.deb")));
            wire.readHead();
            var begin = wire.readBytes(100_000);

            aptheke.signal("TERM");
            awaitRefusal(aptheke);
            half.open();
            var rest = wire.readBytes(200_000);

            assertThat(begin).isEqualTo(Arrays.copyOf(content, 100_000));
            assertThat(rest).isEqualTo(Arrays.copyOfRange(content, 100_000, 300_000));
            assertThat(aptheke.awaitExit()).isZero();
        }
    }

    @Test
    void sigterm_idle_exitsZeroAtOnceAndTheStoreServesAfterwards() throws Exception {
        var setup = Aptheke.in(home);
        try (var origin = ScriptedOrigin.start()) {
            origin.on("/pool/f.deb", Resource.of("content").withEtag("\"v1\""));
            try (var aptheke = setup.start();
                    var idle = aptheke.connect()) {
                assertThat(aptheke.get(origin.url("/pool/f.deb")).text()).isEqualTo("content");
                assertThat(idle.get("/healthz").status()).isEqualTo(200);
                long start = System.nanoTime();
                assertThat(aptheke.stop()).isZero();
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
            }
            try (var again = setup.start()) {
                assertThat(again.get(origin.url("/pool/f.deb")).text()).isEqualTo("content");
                assertThat(origin.count("/pool/f.deb")).isEqualTo(1);
                assertThat(again.stop()).isZero();
            }
        }
    }

    @Test
    void sighup_badConfiguration_isRefusedWithItsProblemsAndTheOldOneStays() throws Exception {
        var setup = Aptheke.in(home);
        try (var origin = ScriptedOrigin.start();
                var aptheke = setup.start()) {
            origin.on("/pool/f.deb", Resource.of("content").withEtag("\"v1\""));
            Files.writeString(setup.configuration(), "freshnes.check_after = \"5s\"\n");

            aptheke.signal("HUP");

            aptheke.errors().await(Pattern.compile("freshnes.*freshness"), LIMIT);
            assertThat(aptheke.get(origin.url("/pool/f.deb")).status()).isEqualTo(200);
            assertThat(aptheke.stop()).isZero();
        }
    }

    @Test
    void sighup_goodConfiguration_isUsed() throws Exception {
        var setup = Aptheke.in(home);
        try (var origin = ScriptedOrigin.start();
                var aptheke = setup.start()) {
            origin.otherwise(Resource.of("content"));
            assertThat(aptheke.get(origin.url("/a")).status()).isEqualTo(200);

            setup.unset("egress.allow").writeConfiguration();
            aptheke.signal("HUP");

            var number = new AtomicInteger();
            Poll.until(
                    "it was reloaded",
                    () -> aptheke.get(origin.url("/b" + number.getAndIncrement()))
                                    .status()
                            == 403);
            assertThat(aptheke.stop()).isZero();
        }
    }

    @Test
    void serve_portTaken_exitsTwoWithOneLine() throws Exception {
        try (var aptheke = Aptheke.in(home.resolve("one")).start()) {
            refuses(
                    Aptheke.in(home.resolve("two")).set("listen", "[\"127.0.0.1:" + aptheke.port() + "\"]"),
                    Integer.toString(aptheke.port()));
        }
    }

    @Test
    void serve_dataInUse_exitsTwoWithOneLine() throws Exception {
        try (var aptheke = Aptheke.in(home).start()) {
            refuses(
                    Aptheke.in(home.resolve("two")).set("data", "\"" + aptheke.data() + "\""),
                    aptheke.data().toString());
        }
    }

    @Test
    void serve_dataIsAFile_exitsTwoWithOneLine() throws Exception {
        var file = Files.writeString(home.resolve("file"), "not a directory");

        refuses(Aptheke.in(home).set("data", "\"" + file + "\""), file.toString());
    }

    @Test
    void serve_mistypedKey_exitsTwoAndNamesTheNearest() throws Exception {
        refuses(Aptheke.in(home).set("freshness.chek_after", "\"60s\""), "check_after");
    }

    private static void refuses(Aptheke.Setup setup, String named) throws Exception {
        var process = setup.launch();
        try {
            var errors = Lines.of(process.getErrorStream()).awaitEnd(LIMIT).stream()
                    .filter(line -> !line.contains("\"level\":\"info\""))
                    .toList();
            assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();

            assertThat(process.exitValue()).isEqualTo(2);
            assertThat(errors).hasSize(1);
            assertThat(errors.getFirst()).contains(named);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Waits until new connections are no longer taken. */
    private static void awaitRefusal(Aptheke aptheke) {
        Poll.until("it accepts no more", () -> {
            try (var wire = aptheke.connect()) {
                wire.withLimit(Duration.ofSeconds(1)).get("/healthz");
                return false;
            } catch (IOException e) {
                return true;
            }
        });
    }
}
