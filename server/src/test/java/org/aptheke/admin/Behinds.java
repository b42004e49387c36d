package org.aptheke.admin;

import java.io.Closeable;
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
import java.util.OptionalLong;
import org.aptheke.health.Health;
import org.aptheke.health.StoreRoom;
import org.aptheke.health.StoreTroubles;
import org.aptheke.jobs.JobRunner;
import org.aptheke.keep.SuiteSize;
import org.aptheke.proxy.OfflineSwitch;
import org.aptheke.stock.Stock;
import org.aptheke.store.MemoryJobBook;
import org.aptheke.store.sql.SqlCatalog;
import org.aptheke.store.sql.SqlContentCensus;
import org.aptheke.store.sql.SqlFileSearch;
import org.aptheke.store.sql.SqlPinBook;
import org.aptheke.store.sql.SqlTrafficBook;
import org.aptheke.suite.ClientGeneration;
import org.aptheke.suite.SuitePromise;
import org.aptheke.suite.SuiteStatus;
import org.aptheke.testkit.ManualClock;
import org.aptheke.traffic.TrafficRecorder;

/** The API over a real catalogue without blobs, with suites, origins and transfers as a test wants them. */
final class Behinds implements AutoCloseable {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    final ManualClock clock = ManualClock.at(NOON);
    final OfflineSwitch offline = new OfflineSwitch(false);
    final JobRunner runner =
            new JobRunner(List.of(new CountingJob()), new MemoryJobBook(), () -> 0, () -> NOON, event -> {});
    final StoreTroubles troubles = new StoreTroubles();
    final SqlCatalog catalog;
    final SqlPinBook pins;
    final SqlTrafficBook book;
    final TrafficRecorder traffic;
    final AdminServer server;
    List<SuiteStatus> suites = List.of();
    final WrittenLines log = new WrittenLines();
    List<SettingInForce> settings = List.of();
    OriginStatus origins = new OriginStatus(Map.of(), List.of(), List.of());
    Transfers transfers = new Transfers(List.of(), List.of());
    final KnownSuites desk = new KnownSuites();
    List<SuitePromise> promises = List.of();
    List<ClientGeneration> generations = List.of();
    StoreRoom room = new StoreRoom(OptionalLong.of(1_000), OptionalLong.of(4_000), 9_000, 100);

    private final SqlContentCensus contents;
    private final SqlFileSearch search;
    private final HttpClient client = HttpClient.newHttpClient();

    Behinds(Path directory) throws IOException {
        var file = directory.resolve("catalog.db");
        catalog = SqlCatalog.open(file, SqlCatalog.Settings.DEFAULT, clock, event -> {});
        pins = SqlPinBook.in(file);
        contents = SqlContentCensus.in(file);
        search = SqlFileSearch.in(file);
        book = SqlTrafficBook.in(file);
        traffic = new TrafficRecorder(book, () -> Duration.ofDays(400), event -> {}, clock);
        server = Doors.open(behind());
    }

    AdminServer.Behind behind() {
        return new AdminServer.Behind(
                () -> suites,
                () -> origins,
                runner,
                () -> List.of(new SuiteSize("a/dists/b", 3, 3_000_000, 1, 1_000, List.of())),
                desk,
                offline,
                new NoBundles(),
                () -> "# EOF\n",
                new AdminServer.Views(
                        "1.2.3",
                        this::status,
                        () -> transfers,
                        traffic,
                        address -> generations,
                        new Stock(search, contents, pins, key -> promises),
                        log,
                        () -> settings,
                        clock));
    }

    private Status status() {
        var signs = new Health.Signs(
                suites, origins.remaps(), origins.parents(), room, troubles, List.of(), offline.isOn());
        return new Status(
                "1.2.3",
                traffic.startedAt(),
                clock.instant(),
                Health.of(signs, clock.instant()),
                traffic.sinceStart(),
                room,
                new Status.Load(1, 2, 3, 4, 5, 6),
                List.of(),
                suites,
                offline.isOn());
    }

    HttpResponse<String> get(String path, String accept) throws Exception {
        var request = HttpRequest.newBuilder(uri(path)).header("Accept", accept).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** An answer in JSON that must be well. */
    String json(String path) throws Exception {
        var got = get(path, "application/json");
        if (got.statusCode() != 200) {
            throw new AssertionError(path + " answered " + got.statusCode() + ": " + got.body());
        }
        return got.body();
    }

    HttpResponse<String> post(String path, String content) throws Exception {
        var request = HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(content))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    @Override
    public void close() throws IOException {
        server.close();
        runner.close();
        client.close();
        traffic.close();
        for (Closeable each : List.of(book, search, contents, pins, catalog)) {
            each.close();
        }
    }
}
