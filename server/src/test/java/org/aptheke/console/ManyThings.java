package org.aptheke.console;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.aptheke.admin.AdminServer;
import org.aptheke.admin.LogLines;
import org.aptheke.admin.NoBundles;
import org.aptheke.admin.OriginStatus;
import org.aptheke.admin.SettingInForce;
import org.aptheke.admin.Status;
import org.aptheke.admin.SuiteDesk;
import org.aptheke.admin.Transfers;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.StoredResponse;
import org.aptheke.digest.Digest;
import org.aptheke.fetch.FetchView;
import org.aptheke.health.Health;
import org.aptheke.health.StoreRoom;
import org.aptheke.health.StoreTroubles;
import org.aptheke.http.Fields;
import org.aptheke.jobs.JobRunner;
import org.aptheke.proxy.OfflineSwitch;
import org.aptheke.stock.Stock;
import org.aptheke.store.ContentCensus;
import org.aptheke.store.FileSearch;
import org.aptheke.store.MemoryJobBook;
import org.aptheke.store.MemoryPinBook;
import org.aptheke.store.MemoryTrafficBook;
import org.aptheke.store.TrafficBook.Entry;
import org.aptheke.store.TrafficBook.Subject;
import org.aptheke.store.TrafficCounts;
import org.aptheke.suite.ClientGeneration;
import org.aptheke.suite.Standing;
import org.aptheke.suite.SuiteDetails;
import org.aptheke.suite.SuiteStatus;
import org.aptheke.traffic.TrafficRecorder;

/** A cache that has a great deal of everything, with long names, as far as pages are concerned. */
final class ManyThings {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final InstantSource CLOCK = () -> NOON;
    static final String SUITE = "mirror-0.example.org/some/long/path/to/an/archive/dists/suite-0";
    static final Digest DIGEST = Digest.ofHex("ab".repeat(32));

    private static final int CLIENTS = 1_000;
    private static final int TRANSFERS = 200;
    private static final int SUITES = 300;
    private static final int LINES = 2_000;
    private static final int SETTINGS = 120;
    private static final int HOURS = 366 * 24;
    private static final long OBJECTS = 100_000;
    private static final String LONG = "a-rather-long-name-of-a-package-with-many-parts-".repeat(2);

    private ManyThings() {}

    static AdminServer.Behind behind() throws Exception {
        var suites = suites();
        return new AdminServer.Behind(
                () -> suites,
                () -> new OriginStatus(Map.of(), List.of(), List.of()),
                new JobRunner(List.of(), new MemoryJobBook(), () -> 0, CLOCK, event -> {}),
                List::of,
                new Details(),
                new OfflineSwitch(false),
                new NoBundles(),
                () -> "# EOF\n",
                views(suites));
    }

    private static AdminServer.Views views(List<SuiteStatus> suites) throws Exception {
        var traffic = new TrafficRecorder(book(), () -> Duration.ofDays(400), event -> {}, CLOCK);
        var transfers = transfers();
        return new AdminServer.Views(
                "1.2.3",
                () -> status(suites),
                () -> transfers,
                traffic,
                client -> List.of(
                        new ClientGeneration(SUITE, 7, 8, NOON),
                        new ClientGeneration(SUITE + "-updates", 9, 9, NOON),
                        new ClientGeneration(SUITE + "-security", 9, 9, NOON)),
                new Stock(new Files(), new Contents(), new MemoryPinBook(), key -> List.of()),
                new Lines(),
                () -> IntStream.range(0, SETTINGS)
                        .mapToObj(i -> new SettingInForce("table.setting_" + i, "\"value\"", "default"))
                        .toList(),
                CLOCK);
    }

    private static List<SuiteStatus> suites() {
        return IntStream.range(0, SUITES)
                .mapToObj(i -> new SuiteStatus(
                        SUITE.replace("-0", "-" + i),
                        "http://" + SUITE,
                        Optional.of(new SuiteStatus.Current(
                                i,
                                Optional.of("suite"),
                                Optional.of(NOON),
                                Optional.of(NOON),
                                NOON,
                                true,
                                "signed by Kim")),
                        2,
                        NOON,
                        Optional.of(NOON),
                        4,
                        new Standing.Behind(NOON, "main/binary-amd64/Packages.xz", "404 " + LONG)))
                .toList();
    }

    private static Status status(List<SuiteStatus> suites) {
        var room = new StoreRoom(OptionalLong.of(900), OptionalLong.of(1_000), 9_000, 100);
        var signs = new Health.Signs(suites, Map.of(), List.of(), room, new StoreTroubles(), List.of(), false);
        return new Status(
                "1.2.3",
                NOON,
                NOON,
                Health.of(signs, NOON),
                TrafficCounts.NONE,
                room,
                new Status.Load(10, 10_000, 3, 40, TRANSFERS, 400),
                List.of(),
                suites,
                false);
    }

    private static MemoryTrafficBook book() throws Exception {
        var book = new MemoryTrafficBook();
        var counts = new TrafficCounts(1_000, 700, 50, 50, 200, 3, 1, 9_876_543_210L, 8_765_432_109L);
        for (int hour = 0; hour < HOURS; hour++) {
            var at = NOON.minus(Duration.ofHours(hour));
            book.add(at, List.of(new Entry(Subject.ALL, "", counts, at)));
        }
        var entries = new ArrayList<Entry>();
        for (int i = 0; i < CLIENTS; i++) {
            entries.add(new Entry(Subject.CLIENT, "2001:db8:1234:5678::%x".formatted(i + 1), counts, NOON));
            entries.add(new Entry(Subject.PACKAGE, LONG + i, counts, NOON));
            entries.add(new Entry(Subject.REPOSITORY, SUITE + i, counts, NOON));
        }
        book.add(NOON, entries);
        return book;
    }

    private static Transfers transfers() throws UnknownHostException {
        var clients = new ArrayList<InetAddress>();
        for (int i = 1; i <= 50; i++) {
            clients.add(InetAddress.ofLiteral("192.0.2." + i));
        }
        var running = IntStream.range(0, TRANSFERS)
                .mapToObj(i -> fetch(i, FetchView.State.RECEIVING, clients))
                .toList();
        var ended = IntStream.range(0, TRANSFERS)
                .mapToObj(i -> fetch(TRANSFERS + i, FetchView.State.FAILED, List.of()))
                .toList();
        return new Transfers(running, ended);
    }

    private static FetchView fetch(long number, FetchView.State state, List<InetAddress> clients) {
        return new FetchView(
                number,
                SUITE + "/pool/main/" + LONG + number + "_1.0_amd64.deb",
                state,
                NOON,
                state.hasEnded() ? Optional.of(NOON) : Optional.empty(),
                Optional.empty(),
                "[2001:db8::1]:443",
                1_000 * number,
                OptionalLong.of(1_000_000),
                50_000,
                clients,
                false,
                state.hasEnded() ? "connection reset by the origin after some bytes" : "");
    }

    private static ContentCensus.NamedContent object(long number) {
        var key = new CacheKey(SUITE + "/pool/main/" + LONG + number + "_1.0_amd64.deb");
        return new ContentCensus.NamedContent(
                new StoredResponse(key, Fields.EMPTY, 200, Fields.EMPTY, DIGEST, number, NOON, NOON, NOON, false),
                new ContentCensus.Use(number, NOON.toEpochMilli(), NOON.toEpochMilli()));
    }

    private static final class Files implements FileSearch {
        @Override
        public FileSearch.Page search(FileSearch.Wanted wanted) {
            var found =
                    IntStream.range(0, wanted.limit()).mapToObj(i -> object(i)).toList();
            return new FileSearch.Page(
                    found, Optional.of(found.getLast().response().key()));
        }

        @Override
        public OptionalLong count(String beginning, int most) {
            return OptionalLong.of(OBJECTS);
        }

        @Override
        public List<ContentCensus.NamedContent> withKey(CacheKey key) {
            return List.of();
        }

        @Override
        public List<ContentCensus.NamedContent> withDigest(String beginning, int limit) {
            return IntStream.range(0, limit).mapToObj(i -> object(i)).toList();
        }

        @Override
        public void close() {}
    }

    private static final class Contents implements ContentCensus {
        @Override
        public void forEachContent(ContentTaker taker) {}

        @Override
        public List<NamedContent> named(Digest content) {
            return IntStream.range(0, LINES).mapToObj(i -> object(i)).toList();
        }

        @Override
        public List<NamedContent> namedAndUnused(Digest content, Instant since, int limit) {
            return List.of();
        }

        @Override
        public void close() {}
    }

    private static final class Details implements SuiteDesk {
        @Override
        public Optional<SuiteDetails> details(String suite) {
            var used = IntStream.range(0, LINES)
                    .mapToObj(i -> new SuiteDetails.Used(LONG + i, NOON, OptionalLong.of(i)))
                    .toList();
            return Optional.of(new SuiteDetails(List.of(), used));
        }

        @Override
        public boolean check(String suite) {
            return false;
        }
    }

    private static final class Lines implements LogLines {
        @Override
        public List<Line> lines(LogLines.Wanted wanted) {
            var text = "192.0.2.7 GET " + SUITE + "/pool/" + LONG + " 200 12345 0.01 0.001 \"hit\" \"-\"";
            return IntStream.range(0, Math.min(LINES, wanted.limit()))
                    .mapToObj(i -> new Line(i, NOON, Level.INFO, "access", text))
                    .toList();
        }

        @Override
        public long last() {
            return LINES;
        }
    }

    /** What a page has of so many octets. */
    static long octets(String html) {
        return html.getBytes(StandardCharsets.UTF_8).length;
    }
}
