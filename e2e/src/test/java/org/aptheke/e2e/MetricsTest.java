package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.aptheke.testkit.Poll;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.Samples;
import org.aptheke.testkit.ScriptedOrigin;
import org.aptheke.testkit.Tool;
import org.aptheke.testkit.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code /metrics} of the packaged program counts. */
@Timeout(120)
final class MetricsTest {
    private static final int FILES = 5;
    private static final int ROUNDS = 5;
    private static final int MISSING = 4;
    private static final int BYTES = 30_000;
    private static final String GONE = "no such file\n";

    @TempDir
    private Path home;

    private ScriptedOrigin origin;
    private Aptheke.Setup setup;

    @BeforeEach
    void start() throws IOException {
        origin = ScriptedOrigin.start().otherwise((request, reply) -> reply.send(404, GONE));
        setup = Aptheke.in(home).withApi();
    }

    @AfterEach
    void stop() throws IOException {
        origin.close();
    }

    private static String deb(int number) {
        return "/debian/pool/main/p/p" + number + "_1_all.deb";
    }

    private Scrape scrape() throws IOException {
        return Scrape.of(setup.apiPort());
    }

    /** Answers are counted a moment after their last byte. */
    private Scrape awaitRequests(int number) throws IOException {
        var last = new Scrape[1];
        Poll.until(() -> number + " requests, of " + last[0].text(), () -> {
            last[0] = scrape();
            return last[0].sum("aptheke_requests_total") >= number;
        });
        return last[0];
    }

    @Test
    void scrape_clientsAskWithConditionsAndForRangesAlone_theyAreAnsweredFromMemory() throws Exception {
        origin.on(deb(0), Resource.of(Samples.bytes(0, BYTES)).withEtag("\"e\""));
        origin.on(deb(1), Resource.of(Samples.bytes(1, 10 * BYTES)));
        try (var aptheke = setup.start()) {
            aptheke.get(origin.url(deb(0)));
            aptheke.get(origin.url(deb(1)));
            for (int round = 0; round < ROUNDS; round++) {
                assertThat(aptheke.get(origin.url(deb(0)), "If-None-Match: \"e\"")
                                .status())
                        .isEqualTo(304);
                assertThat(aptheke.get(origin.url(deb(1)), "Range: bytes=7-16").length())
                        .isEqualTo(10);
            }

            assertThat(awaitRequests(2 * ROUNDS + 2).sum("aptheke_hot_hits_total"))
                    .isEqualTo(2 * (ROUNDS - 1));
        }
    }

    @Test
    void scrape_hitsMissesAndMissingFiles_isExact() throws Exception {
        for (int file = 0; file < FILES; file++) {
            origin.on(deb(file), Resource.of(Samples.bytes(file, BYTES)).withEtag("\"e" + file + "\""));
        }
        try (var aptheke = setup.start()) {
            for (int round = 0; round < ROUNDS; round++) {
                for (int file = 0; file < FILES; file++) {
                    assertThat(aptheke.get(origin.url(deb(file))).length()).isEqualTo(BYTES);
                }
            }
            for (int file = 0; file < MISSING; file++) {
                assertThat(aptheke.get(origin.url("/debian/dists/sid/main/binary-amd64/Packages." + file))
                                .status())
                        .isEqualTo(404);
            }

            var seen = awaitRequests(FILES * ROUNDS + MISSING);

            int hits = FILES * (ROUNDS - 1);
            assertThat(seen.samples().stream()
                            .filter(sample -> sample.name().equals("aptheke_requests_total"))
                            .map(sample -> sample.labels().values() + " " + sample.value()))
                    .containsExactlyInAnyOrder(
                            "[hit, package, 200] " + (double) hits,
                            "[uri-miss, package, 200] " + (double) FILES,
                            "[uri-miss, index, 404] " + (double) MISSING);
            assertThat(seen.sum("aptheke_response_bytes_total", "cache", "hit")).isEqualTo(hits * BYTES);
            assertThat(seen.sum("aptheke_response_bytes_total", "cache", "forwarded", "kind", "package"))
                    .isEqualTo(FILES * BYTES);
            assertThat(seen.sum("aptheke_response_bytes_total", "kind", "index"))
                    .isEqualTo(MISSING * GONE.length());
            assertThat(seen.sum("aptheke_origin_requests_total", "outcome", "2xx"))
                    .isEqualTo(FILES);
            assertThat(seen.sum("aptheke_origin_requests_total", "outcome", "4xx"))
                    .isEqualTo(MISSING);
            assertThat(seen.sum("aptheke_origin_requests_total")).isEqualTo(FILES + MISSING);
            assertThat(seen.sum("aptheke_origin_bytes_total")).isEqualTo(FILES * BYTES + MISSING * GONE.length());
            assertThat(seen.sum("aptheke_fetches_total")).isEqualTo(FILES + MISSING);
            assertThat(seen.sum("aptheke_fetches_failed_total")).isZero();
            assertThat(seen.sum("aptheke_connections_total")).isEqualTo(FILES * ROUNDS + MISSING);
            assertHistogram(seen, "aptheke_request_duration_seconds", hits, FILES + MISSING);
            assertHistogram(seen, "aptheke_first_byte_seconds", hits, FILES + MISSING);
        }
    }

    private static void assertHistogram(Scrape seen, String name, int hits, int forwarded) {
        assertThat(seen.sum(name + "_count", "cache", "hit")).isEqualTo(hits);
        assertThat(seen.sum(name + "_count", "cache", "forwarded")).isEqualTo(forwarded);
        assertThat(seen.sum(name + "_bucket", "cache", "hit", "le", "+Inf")).isEqualTo(hits);
        assertThat(seen.sum(name + "_sum", "cache", "hit")).isPositive();
        assertThat(seen.samples().stream()
                        .filter(sample -> sample.name().equals(name + "_bucket") && sample.has("cache", "hit"))
                        .map(Scrape.Sample::value))
                .isSorted();
    }

    @Test
    void scrape_tooManyConnectionsOfAClient_countsEachRefusal() throws Exception {
        setup.set("limits.connections_per_client", "1");
        try (var aptheke = setup.start();
                var first = aptheke.connect()) {
            first.get("http://127.0.0.1:1/x");
            for (int i = 0; i < 3; i++) {
                assertThat(aptheke.get(origin.url(deb(0))).status()).isEqualTo(429);
            }

            var seen = scrape();
            assertThat(seen.sum("aptheke_limit_reached_total", "limit", "connections_per_client"))
                    .isEqualTo(3);
            assertThat(seen.sum("aptheke_limit_reached_total", "limit", "connections"))
                    .isZero();
            assertThat(seen.sum("aptheke_connections_open")).isEqualTo(1);
        }
    }

    @Test
    void scrape_clientAsksTooOften_countsEachRefusal() throws Exception {
        setup.set("limits.request_rate", "\"1/s\"");
        try (var aptheke = setup.start();
                var wire = aptheke.connect()) {
            int refused = 0;
            for (int i = 0; i < 100; i++) {
                refused += wire.get(origin.url(deb(0))).status() == 429 ? 1 : 0;
            }

            assertThat(refused).isPositive();
            assertThat(scrape().sum("aptheke_limit_reached_total", "limit", "request_rate"))
                    .isEqualTo(refused);
        }
    }

    /** A start must not pay for what nobody asks for. */
    @Test
    void start_nobodyScrapes_loadsNothingOfTheLibrary() throws Exception {
        var loaded = home.resolve("loaded");
        setup.jvm("-Xlog:class+load:file=" + loaded);
        try (var aptheke = setup.start()) {
            origin.on(deb(0), Resource.of(Samples.bytes(0, BYTES)));
            aptheke.get(origin.url(deb(0)));
            assertThat(classes(loaded))
                    .contains("org.aptheke.metrics.EventCounts")
                    .noneMatch(MetricsTest::isOfTheLibrary);

            scrape();

            assertThat(classes(loaded)).anyMatch(MetricsTest::isOfTheLibrary);
        }
    }

    private static List<String> classes(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains(" source: "))
                .map(line -> line.replaceFirst("^.*] ", "").replaceFirst(" source: .*", ""))
                .toList();
    }

    private static boolean isOfTheLibrary(String name) {
        return name.startsWith("io.micrometer.") || name.startsWith("io.prometheus.");
    }

    @Test
    void promtool_scrape_findsNothingToComplainOf() throws Exception {
        try (var aptheke = setup.start()) {
            aptheke.get(origin.url(deb(0)));

            var outcome = Tool.in(home)
                    .run(
                            List.of("promtool", "check", "metrics"),
                            awaitRequests(1).text());

            assertThat(outcome.output()).isEmpty();
            assertThat(outcome.exitCode()).isZero();
        }
    }

    @Test
    void scrape_contentType_isThatOfTheTextFormat() throws Exception {
        try (var aptheke = setup.start();
                var wire = Wire.connect(setup.apiPort())) {
            assertThat(aptheke.port()).isPositive();
            var answer = wire.get("/metrics", "Host: localhost", "Accept: application/openmetrics-text");

            assertThat(answer.field("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        }
    }
}
