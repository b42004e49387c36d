package org.aptheke.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.StoredResponse;
import org.aptheke.digest.Digest;
import org.aptheke.fetch.FetchView;
import org.aptheke.http.Fields;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.store.TrafficBook.Entry;
import org.aptheke.store.TrafficBook.Subject;
import org.aptheke.store.TrafficCounts;
import org.aptheke.suite.ClientGeneration;
import org.aptheke.suite.Standing;
import org.aptheke.suite.SuiteStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Lists of a large site: no page is large, and all pages together are all there is. */
@Timeout(300)
final class AdminListsTest extends OverBehinds {
    private static final int OBJECTS = 100_000;
    private static final int CLIENTS = 1_000;
    private static final int TRANSFERS = 200;
    private static final int DAYS = 365;
    private static final int MOST_BYTES = 200_000;

    /** A year of a thousand clients a day is more than a site keeps; it must not be much all the same. */
    private static final long MOST_FILE_BYTES = 100L << 20;

    /** Follows a list to its end, and returns a field of all that is in it. */
    private List<String> all(String path, String list, String field) throws Exception {
        var found = new ArrayList<String>();
        Optional<String> cursor = Optional.empty();
        do {
            var page = page(path + cursor.map(next -> "&cursor=" + next).orElse(""));
            page.path(list).forEach(each -> found.add(each.path(field).asString()));
            cursor = Optional.of(page.path("next").asString("")).filter(next -> !next.isEmpty());
        } while (cursor.isPresent());
        return found;
    }

    private JsonNode page(String path) throws Exception {
        var body = behinds.json(path);
        assertThat(body.getBytes(StandardCharsets.UTF_8).length).as(path).isLessThan(MOST_BYTES);
        return parsed(body);
    }

    @Test
    void objects_aHundredThousand_comeInSmallPages() throws Exception {
        for (int i = 0; i < OBJECTS; i++) {
            behinds.catalog.put(stored(i));
        }
        behinds.catalog.flush();

        var first = page("/api/v1/objects?limit=100");
        assertThat(first.path("objects").size()).isEqualTo(100);
        assertThat(first.has("total")).isFalse();
        assertThat(all("/api/v1/objects?package=package-77&limit=100", "objects", "key"))
                .hasSize(1_111)
                .doesNotHaveDuplicates();
        assertThat(page("/api/v1/objects?package=package-777_").path("total").asInt())
                .isEqualTo(1);
        assertThat(all("/api/v1/objects?path=MAIN/P/PACKAGE-99999/&limit=100", "objects", "key"))
                .containsExactly(key(99_999).text());
        assertThat(all("/api/v1/objects?digest=" + digest(5).toHex(), "objects", "key"))
                .containsExactly(key(5).text());
        assertThat(all("/api/v1/objects?key=" + key(6).text(), "objects", "key"))
                .containsExactly(key(6).text());
    }

    @Test
    void traffic_aYearOfAThousandClients_isSmallInPagesAndOnDisk() throws Exception {
        var year = behinds.clock.instant().minus(Duration.ofDays(DAYS));
        for (int day = 0; day < DAYS; day++) {
            var noon = year.plus(Duration.ofDays(day));
            behinds.book.add(noon, clients(noon));
            for (int hour = 0; hour < 24; hour++) {
                behinds.book.add(
                        noon.plus(Duration.ofHours(hour - 12)),
                        List.of(
                                new Entry(Subject.ALL, "", counts(1_000), noon),
                                new Entry(Subject.REPOSITORY, "deb.example.org/debian", counts(900), noon),
                                new Entry(Subject.REPOSITORY, "deb.example.org/security", counts(100), noon)));
            }
        }
        behinds.clock.advance(Duration.ofHours(1));
        behinds.traffic.read();

        var since = "from=" + year.minusSeconds(86_400);
        assertThat(all("/api/v1/traffic?" + since, "points", "begin"))
                .hasSize(DAYS * 24)
                .doesNotHaveDuplicates();
        assertThat(all("/api/v1/traffic?by=day&" + since, "points", "begin")).hasSize(DAYS);
        assertThat(all("/api/v1/clients?limit=100&" + since, "clients", "name"))
                .hasSize(CLIENTS)
                .doesNotHaveDuplicates();
        var security = page("/api/v1/traffic?by=day&repository=deb.example.org/security");
        assertThat(security.path("points").get(0).path("requests").asInt()).isPositive();
        assertThat(Files.size(directory.resolve("catalog.db"))).isLessThan(MOST_FILE_BYTES);
    }

    @Test
    void clients_eachInManySuites_comeInSmallPages() throws Exception {
        behinds.book.add(behinds.clock.instant(), clients(behinds.clock.instant()));
        behinds.generations = IntStream.range(0, 100)
                .mapToObj(i -> new ClientGeneration(
                        "deb.example.org/debian/dists/suite-" + i, i, i + 1, Instant.EPOCH.plusSeconds(i)))
                .toList();

        var page = page("/api/v1/clients?limit=100");

        assertThat(page.path("total").asInt()).isEqualTo(CLIENTS);
        assertThat(page.path("clients")
                        .get(0)
                        .path("generations")
                        .get(0)
                        .path("suite")
                        .asString())
                .isEqualTo("deb.example.org/debian/dists/suite-99");
    }

    @Test
    void transfers_twoHundredWithAHundredClientsEach_comeInSmallPages() throws Exception {
        var views = IntStream.rangeClosed(1, TRANSFERS)
                .mapToObj(AdminListsTest::view)
                .toList();
        behinds.transfers = new Transfers(views, views.subList(0, 100));

        assertThat(Set.copyOf(all("/api/v1/transfers?limit=100", "running", "number")))
                .hasSize(TRANSFERS);
        assertThat(page("/api/v1/transfers?limit=100")
                        .path("running")
                        .get(0)
                        .path("clientCount")
                        .asInt())
                .isEqualTo(100);
    }

    @Test
    void suitesAndRuns_many_comeInSmallPages() throws Exception {
        behinds.suites = IntStream.range(0, 300).mapToObj(AdminListsTest::suite).toList();
        for (int i = 0; i < 30; i++) {
            behinds.post("/api/v1/jobs", "{\"kind\": \"count\"}");
        }

        assertThat(all("/api/v1/suites?limit=100", "suites", "suite"))
                .hasSize(300)
                .doesNotHaveDuplicates();
        assertThat(page("/api/v1/suites").path("total").asInt()).isEqualTo(300);
        assertThat(all("/api/v1/jobs?limit=7", "runs", "number")).hasSize(30).doesNotHaveDuplicates();
    }

    private static SuiteStatus suite(int number) {
        var name = "deb.example.org/debian/dists/suite-%03d".formatted(number);
        return new SuiteStatus(
                name,
                "http://" + name,
                Optional.empty(),
                0,
                Behinds.NOON,
                Optional.empty(),
                0,
                new Standing.Away(Behinds.NOON, "no connection: timed out ".repeat(10)));
    }

    @Test
    void cursor_ofAnotherList_isRefused() throws Exception {
        var cursor = Params.cursor("deb.example.org/x");
        var refused = new HashSet<Integer>();
        for (var path : List.of("traffic", "clients", "transfers", "traffic/packages")) {
            refused.add(behinds.get("/api/v1/" + path + "?cursor=" + cursor, "application/json")
                    .statusCode());
        }
        for (var query : List.of("limit=many", "order=size", "from=yesterday", "cursor=*")) {
            refused.add(
                    behinds.get("/api/v1/clients?" + query, "application/json").statusCode());
        }

        assertThat(refused).containsExactly(400);
    }

    private static FetchView view(int number) {
        var path = "/debian/pool/main/p/package-" + number + "/package-" + number + "_1.0_amd64.deb";
        return new FetchView(
                number,
                "deb.example.org" + path,
                FetchView.State.RECEIVING,
                Behinds.NOON,
                Optional.empty(),
                Optional.of(new TargetUri(Scheme.HTTP, "deb.example.org", 80, path, "token=secret")),
                "192.0.2.80:80",
                500,
                OptionalLong.of(1_000),
                250,
                IntStream.range(0, 100)
                        .mapToObj(i -> InetAddress.ofLiteral("192.0.2." + i))
                        .toList(),
                false,
                "");
    }

    private static List<Entry> clients(Instant at) {
        return IntStream.range(0, CLIENTS)
                .mapToObj(i -> new Entry(Subject.CLIENT, "10.0." + i / 250 + "." + i % 250, counts(i + 1), at))
                .toList();
    }

    private static TrafficCounts counts(long requests) {
        return new TrafficCounts(requests, requests, 0, 0, 0, 0, 0, requests * 1_000, requests * 900);
    }

    private static CacheKey key(int number) {
        return new CacheKey(
                "deb.example.org/debian/pool/main/p/package-" + number + "/package-" + number + "_1.0_amd64.deb");
    }

    private static Digest digest(int number) {
        return new Digest(number * 0x9e3779b97f4a7c15L, number, number, number);
    }

    private static StoredResponse stored(int number) {
        return new StoredResponse(
                key(number),
                Fields.EMPTY,
                200,
                Fields.of("Content-Type", "application/vnd.debian.binary-package"),
                digest(number),
                1_000 + number,
                Behinds.NOON,
                Behinds.NOON,
                Behinds.NOON,
                false);
    }
}
