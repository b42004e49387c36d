package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.aptheke.testkit.Gate;
import org.aptheke.testkit.Poll;
import org.aptheke.testkit.Reply;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.Samples;
import org.aptheke.testkit.ScriptedOrigin;
import org.aptheke.testkit.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The numbers of the API beside the access log, which is read here by rules of its own. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
final class TrafficTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String BIG = "/debian/pool/main/b/big/big_1.0_amd64.deb";
    private static final String SMALL = "/debian/pool/main/s/small/small_1.0_all.deb";
    private static final String INDEX = "/debian/extra/index.html";
    private static final byte[] CONTENT = Samples.bytes(7, 400_000);

    @TempDir
    Path home;

    private final HttpClient client = HttpClient.newHttpClient();
    private ScriptedOrigin origin;
    private Aptheke.Setup setup;
    private Aptheke aptheke;

    @BeforeEach
    void start() throws Exception {
        origin = ScriptedOrigin.start();
        setup = Aptheke.in(home).withApi();
        aptheke = setup.start();
    }

    @AfterEach
    void stop() throws Exception {
        aptheke.close();
        origin.close();
        client.close();
    }

    /** Some of everything: misses, hits, a joined fetch, ranges, 304, 404, 403, a broken origin, a client that leaves. */
    private int workload() throws Exception {
        var half = new Gate();
        origin.on(BIG, (request, reply) -> reply.holdAt(200_000, half).send(200, CONTENT, "ETag: \"v1\""));
        origin.on(SMALL, Resource.of(Samples.bytes(8, 20_000)).withEtag("\"s1\""));
        origin.on(
                INDEX,
                Resource.of("words").withFields("Cache-Control: max-age=0").withEtag("\"i1\""));
        origin.on(
                "/debian/broken",
                (request, reply) -> reply.cutAfter(0, Reply.Ending.RESET).send(200, "x"));
        try (var leader = aptheke.connect();
                var joined = Wire.connectFrom("127.0.0.2", aptheke.port())) {
            leader.send(Wire.request("GET", origin.url(BIG)));
            leader.readHead();
            leader.readBytes(200_000);
            joined.send(Wire.request("GET", origin.url(BIG)));
            joined.readHead();
            joined.readBytes(200_000);
            half.open();
            leader.readBytes(200_000);
            joined.readBytes(200_000);
        }
        for (int i = 0; i < 3; i++) {
            aptheke.get(origin.url(SMALL));
        }
        var etag = aptheke.get(origin.url(SMALL)).field("ETag").orElseThrow();
        aptheke.get(origin.url(SMALL), "Range: bytes=100-1099");
        aptheke.get(origin.url(BIG), "Range: bytes=-5000");
        aptheke.get(origin.url(SMALL), "If-None-Match: " + etag);
        aptheke.get(origin.url(INDEX));
        aptheke.get(origin.url(INDEX));
        for (int i = 0; i < 2; i++) {
            aptheke.get(origin.url("/debian/pool/main/n/none/none_1_all.deb"));
        }
        aptheke.get(origin.url("/debian/broken"));
        aptheke.get("http://192.0.2.1/debian/pool/x_1_all.deb");
        try (var wire = aptheke.connect()) {
            wire.get("/");
            wire.get("/healthz");
        }
        return 17;
    }

    @Test
    void status_afterAKnownWorkload_isWhatTheAccessLogSays() throws Exception {
        int requests = workload();

        var lines = awaitLines(requests);

        var expected = sums(lines, line -> true);
        assertThat(expected).containsEntry("requests", (long) requests);
        assertThat(List.of("hits", "joined", "validated", "misses", "refused", "failed"))
                .allSatisfy(kind -> assertThat(expected.get(kind)).as(kind).isPositive());
        var status = api("status");
        assertThat(numbers(status.path("traffic"), expected)).isEqualTo(expected);
        assertThat(total(api("traffic").path("points"), expected)).isEqualTo(expected);
        assertThat(total(api("traffic?by=day").path("points"), expected)).isEqualTo(expected);
        double misses = expected.getOrDefault("misses", 0L);
        double saved = List.of("hits", "joined", "validated").stream()
                .mapToLong(kind -> expected.getOrDefault(kind, 0L))
                .sum();
        assertThat(status.path("traffic").path("hitRate").asDouble())
                .isEqualTo(Math.round(10_000 * saved / (saved + misses)) / 10_000.0);
        named("clients", "clients", lines, line -> line.path("client").asString());
        named("traffic/repositories", "repositories", lines, TrafficTest::repository);
        named("traffic/packages", "packages", lines, TrafficTest::packageName);
    }

    @Test
    void traffic_killedAndStartedAgain_isStillThere() throws Exception {
        int requests = workload();
        var lines = awaitLines(requests);
        var expected = sums(lines, line -> true);
        assertThat(total(api("traffic").path("points"), expected)).isEqualTo(expected);

        aptheke.kill9();
        aptheke = setup.start();

        assertThat(total(api("traffic").path("points"), expected)).isEqualTo(expected);
        assertThat(api("status").path("traffic").path("requests").asInt()).isZero();
    }

    @Test
    void transfers_whileAFileComes_showHowFarItIsAndForWhom() throws Exception {
        var half = new Gate();
        origin.on(BIG, (request, reply) -> reply.holdAt(200_000, half).send(200, CONTENT, "ETag: \"v1\""));
        try (var reader = aptheke.connect()) {
            reader.send(Wire.request("GET", origin.url(BIG)));
            reader.readHead();
            reader.readBytes(200_000);

            var running = api("transfers").path("running");

            assertThat(running.size()).isEqualTo(1);
            var transfer = running.get(0);
            assertThat(transfer.path("state").asString()).isEqualTo("receiving");
            assertThat(transfer.path("bytes").asLong()).isEqualTo(200_000);
            assertThat(transfer.path("total").asLong()).isEqualTo(400_000);
            assertThat(transfer.path("upstream").asString()).isEqualTo(origin.url(BIG));
            assertThat(transfer.path("address").asString()).startsWith("127.0.0.1:");
            assertThat(transfer.path("clients").get(0).asString()).isEqualTo("127.0.0.1");
            half.open();
            reader.readBytes(200_000);
        }
        Poll.until("it has ended", () -> api("transfers").path("running").isEmpty());
        assertThat(api("transfers").path("latest").get(0).path("state").asString())
                .isEqualTo("done");
    }

    // ---- the access log

    private List<JsonNode> awaitLines(int number) throws IOException {
        Poll.until(() -> number + " lines", () -> aptheke.accessLog().size() >= number);
        return aptheke.accessLog().stream().map(JSON::readTree).toList();
    }

    private static Map<String, Long> sums(List<JsonNode> lines, Predicate<JsonNode> which) {
        var sums = new TreeMap<String, Long>();
        for (var name : List.of(
                "requests", "hits", "joined", "validated", "misses", "refused", "failed", "bytes", "savedBytes")) {
            sums.put(name, 0L);
        }
        lines.stream().filter(which).forEach(line -> {
            long bytes = line.path("bytes").asLong();
            int status = line.path("status").asInt();
            sums.merge("requests", 1L, Long::sum);
            sums.merge("bytes", bytes, Long::sum);
            if (status >= 500 || (status < 400 && !line.path("cause").asString().isEmpty())) {
                sums.merge("failed", 1L, Long::sum);
            } else if (status >= 400) {
                sums.merge("refused", 1L, Long::sum);
            }
            use(line.path("cache").asString()).ifPresent(use -> {
                sums.merge(use, 1L, Long::sum);
                sums.merge("savedBytes", use.equals("misses") ? 0 : bytes, Long::sum);
            });
        });
        return sums;
    }

    private static Optional<String> use(String cache) {
        var tokens = List.of(cache.split("; *"));
        if (tokens.contains("hit")) {
            return Optional.of("hits");
        }
        if (!cache.startsWith("fwd=")) {
            return Optional.empty();
        }
        if (tokens.contains("collapsed")) {
            return Optional.of("joined");
        }
        return Optional.of(tokens.contains("fwd-status=304") ? "validated" : "misses");
    }

    private static String repository(JsonNode line) {
        if (use(line.path("cache").asString()).isEmpty()) {
            return "";
        }
        return line.path("host").asString() + (line.path("path").asString().contains("/pool/") ? "/debian" : "");
    }

    private static String packageName(JsonNode line) {
        var path = line.path("path").asString();
        boolean counted = path.endsWith(".deb") && !repository(line).isEmpty();
        return counted ? path.substring(path.lastIndexOf('/') + 1, path.indexOf('_')) : "";
    }

    /** Each name that the log has is listed with its numbers, and no other. */
    private void named(String path, String list, List<JsonNode> lines, Function<JsonNode, String> name)
            throws Exception {
        var names = lines.stream()
                .map(name)
                .filter(each -> !each.isEmpty())
                .distinct()
                .toList();
        var listed = api(path).path(list);
        assertThat(StreamSupport.stream(listed.spliterator(), false)
                        .map(each -> each.path("name").asString()))
                .containsExactlyInAnyOrderElementsOf(names);
        for (var each : listed) {
            var expected = sums(
                    lines, line -> name.apply(line).equals(each.path("name").asString()));
            assertThat(numbers(each, expected)).as(each.toString()).isEqualTo(expected);
        }
    }

    // ---- the API

    private JsonNode api(String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + setup.apiPort() + "/api/v1/" + path))
                .timeout(Duration.ofSeconds(30))
                .build();
        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static Map<String, Long> numbers(JsonNode node, Map<String, Long> like) {
        var numbers = new TreeMap<String, Long>();
        like.keySet().forEach(name -> numbers.put(name, node.path(name).asLong()));
        return numbers;
    }

    /** Of an hour and the next, should one have ended meanwhile. */
    private static Map<String, Long> total(JsonNode points, Map<String, Long> like) {
        var total = new TreeMap<String, Long>();
        points.forEach(point -> numbers(point, like).forEach((name, number) -> total.merge(name, number, Long::sum)));
        return total;
    }
}
