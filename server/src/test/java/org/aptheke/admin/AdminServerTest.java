package org.aptheke.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.Authority;
import org.aptheke.origin.ParentProxy;
import org.aptheke.origin.ParentStatus;
import org.aptheke.origin.Secret;
import org.aptheke.remap.MirrorStatus;
import org.aptheke.suite.Standing;
import org.aptheke.suite.SuiteDetails;
import org.aptheke.suite.SuiteStatus;
import org.aptheke.testkit.Wire;
import org.aptheke.upstream.SecureOrigin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class AdminServerTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static final ParentProxy PARENT = new ParentProxy(
            "parent",
            ParentProxy.Kind.SOCKS5,
            "proxy.example",
            3128,
            Optional.of(new ParentProxy.Login("kirke", Secret.of("hunter2"))));

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    private Behinds behinds;

    @BeforeEach
    void start() throws IOException {
        behinds = new Behinds(directory);
    }

    @AfterEach
    void stop() throws IOException {
        behinds.close();
        client.close();
    }

    @Test
    void suites_oneBehind_jsonSaysWhichMemberAndWhy() throws Exception {
        behinds.suites = List.of(status(new Standing.Behind(NOON, "main/binary-amd64/Packages.xz", "404 \"there\"")));

        var got = get("/api/v1/suites", "application/json");

        assertThat(got.statusCode()).isEqualTo(200);
        assertThat(got.body())
                .contains("\"state\" : \"behind\"")
                .contains("\"member\" : \"main/binary-amd64/Packages.xz\"")
                .contains("\"detail\" : \"404 \\\"there\\\"\"")
                .contains("\"signature\" : \"signed by somebody\"");
    }

    @Test
    void suites_asText_isATableWithTheTroubleBelow() throws Exception {
        behinds.suites = List.of(status(new Standing.Away(NOON, "connection refused")));

        var lines = get("/api/v1/suites", "text/plain").body().lines().toList();

        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).startsWith("SUITE").endsWith("SIGNATURE");
        assertThat(lines.get(1)).startsWith("deb.example.org/debian/dists/stable  away ");
        assertThat(lines.get(2)).isEqualTo("    since 2026-03-01T12:00:00Z: connection refused");
    }

    @Test
    void origins_someInTrouble_jsonAndTableSayHowTheyFareAndNoSecret() throws Exception {
        behinds.origins = new OriginStatus(
                Map.of(
                        "debian",
                        List.of(
                                mirror("a.example", 0.456, 3, Optional.of(NOON), "no connection"),
                                mirror("b.example", 0, 0, Optional.empty(), ""))),
                List.of(new ParentStatus(PARENT, 1, Optional.empty(), "refused")),
                List.of(new SecureOrigin(new Authority("old.example", 80), 443, NOON, NOON.plusSeconds(60))));

        var json = get("/api/v1/origins", "application/json").body();
        var text = get("/api/v1/origins", "text/plain").body();

        assertThat(json)
                .contains("\"name\" : \"debian\"", "\"url\" : \"http://a.example/debian/\"", "\"trouble\" : 0.46")
                .contains("\"failures\" : 3", "\"restsUntil\" : \"2026-03-01T12:00:00Z\"")
                .contains("\"lastFailure\" : \"no connection\"", "\"latencyMillis\" : 12")
                .contains(
                        "\"address\" : \"proxy.example:3128\"",
                        "\"kind\" : \"socks5\"",
                        "\"lastFailure\" : \"refused\"")
                .contains("\"origin\" : \"old.example:80\"", "\"httpsPort\" : 443");
        assertThat(text.lines())
                .anyMatch(line -> line.matches(
                        "debian +http://a.example/debian/ +rests until 2026-03-01T12:00:00Z +12 ms +no connection"))
                .anyMatch(line -> line.matches("debian +http://b.example/debian/ +well +12 ms +-"))
                .anyMatch(line -> line.matches("parent +proxy.example:3128 +is tried next +refused"))
                .anyMatch(line -> line.matches("old.example:80 +443 +2026-03-01T12:01:00Z"));
        assertThat(json + text).doesNotContain("hunter2").doesNotContain("kirke");
    }

    @Test
    void origins_none_textSaysSo() throws Exception {
        assertThat(get("/api/v1/origins", "text/plain").body()).startsWith("There are no remaps");
    }

    @Test
    void suites_asText_nameTheSignersWithoutAddressesAndFingerprints() throws Exception {
        behinds.suites = List.of(status(
                new Standing.Current(NOON),
                "signed by Key <key@example.org> (" + "0A".repeat(20) + "), Stable Key (13)"));

        assertThat(get("/api/v1/suites", "text/plain").body().lines().toList().getLast())
                .endsWith("  signed by Key, Stable Key (13)");
    }

    @Test
    void suites_forAnotherHost_isRefused() throws Exception {
        try (var wire = Wire.connect(behinds.server.port())) {
            wire.send("GET /api/v1/suites HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n");

            assertThat(wire.read().status()).isEqualTo(403);
        }
    }

    @Test
    void suiteDetails_known_generationsAndMembersAreShown() throws Exception {
        behinds.desk.details.put(
                "a/dists/b",
                new SuiteDetails(
                        List.of(new SuiteDetails.Kept(7, Optional.of(NOON), NOON, Optional.empty(), "signed by Kim")),
                        List.of(new SuiteDetails.Used("main/Packages", NOON, OptionalLong.of(2_048)))));

        assertThat(get("/api/v1/suites/details?suite=a/dists/b", "application/json")
                        .body())
                .contains("\"generation\" : 7", "\"path\" : \"main/Packages\"", "\"size\" : 2048");
        assertThat(get("/api/v1/suites/details?suite=a/dists/b", "text/plain").body())
                .contains("signed by Kim", "2.0 KiB");
        assertThat(get("/api/v1/suites/details?suite=c", "application/json").statusCode())
                .isEqualTo(404);
    }

    @Test
    void suiteCheck_knownAndUnknown_onlyTheKnownIsChecked() throws Exception {
        behinds.desk.details.put("a/dists/b", new SuiteDetails(List.of(), List.of()));

        assertThat(post("/api/v1/suites/check", "{\"suite\": \"a/dists/b\"}", "application/json")
                        .statusCode())
                .isEqualTo(202);
        assertThat(post("/api/v1/suites/check", "{\"suite\": \"c\"}", "application/json")
                        .statusCode())
                .isEqualTo(404);
        assertThat(behinds.desk.checked()).containsExactly("a/dists/b");
    }

    @Test
    void anything_elsewhere_isAProblemInJson() throws Exception {
        var got = client.send(
                HttpRequest.newBuilder(uri("/api/v1/nothing")).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(got.statusCode()).isEqualTo(404);
        assertThat(got.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
    }

    private HttpResponse<String> get(String path, String accept) throws Exception {
        var request = HttpRequest.newBuilder(uri(path)).header("Accept", accept).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + behinds.server.port() + path);
    }

    private static MirrorStatus mirror(
            String host, double trouble, int failures, Optional<Instant> rests, String lastFailure) {
        var base = new TargetUri(Scheme.HTTP, host, 80, "/debian/", "");
        return new MirrorStatus(base, trouble, failures, Duration.ofMillis(12), rests, lastFailure);
    }

    private static SuiteStatus status(Standing standing) {
        return status(standing, "signed by somebody");
    }

    private static SuiteStatus status(Standing standing, String verdict) {
        var current = new SuiteStatus.Current(
                3, Optional.of("stable"), Optional.of(NOON), Optional.empty(), NOON, true, verdict);
        return new SuiteStatus(
                "deb.example.org/debian/dists/stable",
                "http://deb.example.org/debian/dists/stable",
                Optional.of(current),
                1,
                NOON,
                Optional.of(NOON),
                2,
                standing);
    }

    // ---- jobs

    private HttpResponse<String> post(String path, String content, String type) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + behinds.server.port() + path))
                .header("Accept", "text/plain")
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(content))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private String text(String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + behinds.server.port() + path))
                .header("Accept", "text/plain")
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    @Test
    void jobs_begun_canBeWatchedToTheirEnd() throws Exception {
        var begun = post("/api/v1/jobs", "{\"kind\": \"count\", \"arguments\": {\"to\": \"3\"}}", "application/json");

        assertThat(begun.statusCode()).isEqualTo(202);
        assertThat(begun.headers().firstValue("Location")).contains("/api/v1/jobs/1");
        assertThat(text("/api/v1/jobs/1?wait=20"))
                .startsWith("number: 1\njob: count to=3\nstate: done\n")
                .contains("done     3      30 B  counted");
        assertThat(text("/api/v1/jobs")).contains("1       count to=3  done");
        assertThat(text("/api/v1/jobs/kinds")).contains("count  counts");
    }

    @Test
    void jobs_unknownOrNoJsonOrAForm_areRefused() throws Exception {
        assertThat(post("/api/v1/jobs", "{\"kind\": \"cuont\"}", "application/json")
                        .statusCode())
                .isEqualTo(400);
        assertThat(post("/api/v1/jobs", "kind", "application/json").statusCode())
                .isEqualTo(400);
        assertThat(post("/api/v1/jobs", "{\"kind\": \"count\", \"planOnly\": \"yes\"}", "application/json")
                        .body())
                .contains("planOnly is to be true or false");
        assertThat(post("/api/v1/jobs", "{\"kind\": \"count\"}", "text/plain").statusCode())
                .isEqualTo(415);
        assertThat(behinds.runner.latest(10)).isEmpty();
    }

    @Test
    void cancel_aRunThatHasEnded_isAConflict() throws Exception {
        post("/api/v1/jobs", "{\"kind\": \"count\"}", "application/json");
        text("/api/v1/jobs/1?wait=20");

        assertThat(post("/api/v1/jobs/1/cancel", "{}", "application/json").statusCode())
                .isEqualTo(409);
        assertThat(post("/api/v1/jobs/7/cancel", "{}", "application/json").statusCode())
                .isEqualTo(404);
    }

    @Test
    void offline_switched_isSaid() throws Exception {
        assertThat(text("/api/v1/offline")).isEqualTo("online\n");

        assertThat(post("/api/v1/offline", "{\"offline\": true}", "application/json")
                        .body())
                .isEqualTo("offline\n");
        assertThat(behinds.offline.isOn()).isTrue();
        for (var unclear : List.of("{\"offline\": 1}", "{}", "on")) {
            assertThat(post("/api/v1/offline", unclear, "application/json").statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void sizes_asText_areATable() throws Exception {
        assertThat(text("/api/v1/suites/sizes")).contains("a/dists/b").contains("2.9 MiB");
    }
}
