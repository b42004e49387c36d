package org.aptheke.suite;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.aptheke.cache.FreshnessPolicy;
import org.aptheke.cache.Reuse;
import org.aptheke.events.Event;
import org.aptheke.fetch.FetchLimits;
import org.aptheke.fetch.Fetches;
import org.aptheke.http.Content;
import org.aptheke.http.Fields;
import org.aptheke.http.Request;
import org.aptheke.pool.PoolIndexes;
import org.aptheke.pool.PoolLimits;
import org.aptheke.proxy.Answer;
import org.aptheke.proxy.DataPort;
import org.aptheke.proxy.EpochCatalog;
import org.aptheke.proxy.Exchange;
import org.aptheke.proxy.HotEpochs;
import org.aptheke.proxy.NamedPages;
import org.aptheke.proxy.OfflineClient;
import org.aptheke.proxy.OfflinePort;
import org.aptheke.proxy.OfflineSwitch;
import org.aptheke.proxy.PlainAnswers;
import org.aptheke.proxy.Proxy;
import org.aptheke.proxy.UseBook;
import org.aptheke.remap.Remaps;
import org.aptheke.route.AccessRules;
import org.aptheke.route.Entrance;
import org.aptheke.route.HostPatterns;
import org.aptheke.route.Interception;
import org.aptheke.route.Router;
import org.aptheke.route.TunnelPatterns;
import org.aptheke.store.Catalog;
import org.aptheke.store.MemoryCatalog;
import org.aptheke.store.MemorySuiteBook;
import org.aptheke.store.SuiteBook;
import org.aptheke.store.local.LocalBlobStore;
import org.aptheke.testkit.ManualClock;
import org.aptheke.testkit.Poll;
import org.aptheke.upstream.Credentials;

/** The whole engine over a store in a directory, without a network. Opened again it goes on with what was stored. */
public final class SuiteWorld implements AutoCloseable {
    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    public final FileOrigin origin;
    public final ManualClock clock;
    public final List<Event> events = new CopyOnWriteArrayList<>();
    public final Suites suites;
    private final Stored stored;
    volatile WarmRules warm = WarmRules.OFF;
    public final LocalBlobStore blobs;
    public final Catalog catalog;
    public final Fetches fetches;
    private final UseBook uses = new UseBook();
    private final PoolIndexes pool;
    public final OfflineSwitch offline = new OfflineSwitch(false);
    private final DataPort proxy;

    /** What outlives the program. */
    public record Stored(Path directory, Catalog catalog, SuiteBook book, FileOrigin origin, ManualClock clock) {
        static Stored in(Path directory) {
            return new Stored(
                    directory, new MemoryCatalog(), new MemorySuiteBook(), new FileOrigin(), ManualClock.at(NOON));
        }
    }

    /** What stands before the stores, to count or to fail. */
    public record Wraps(UnaryOperator<Catalog> catalog, UnaryOperator<SuiteBook> book) {
        public static final Wraps NONE = new Wraps(UnaryOperator.identity(), UnaryOperator.identity());
    }

    public SuiteWorld(Stored stored, Trust trust, SuiteRules rules, Wraps wraps) throws IOException {
        this.stored = stored;
        this.origin = stored.origin();
        this.clock = stored.clock();
        blobs = LocalBlobStore.open(stored.directory(), 0);
        var epochs = new HotEpochs();
        catalog = new EpochCatalog(wraps.catalog().apply(stored.catalog()), epochs);
        fetches = new Fetches(
                new OfflineClient(origin, offline), blobs, catalog, FetchLimits.DEFAULT, clock, events::add);
        pool = PoolIndexes.in(stored.directory(), PoolLimits.DEFAULT, clock, events::add);
        var contents = new Contents(catalog, blobs, clock);
        suites = suites(new Suites.Parts(
                catalog,
                blobs,
                contents,
                wraps.book().apply(stored.book()),
                fetches,
                pool,
                trust,
                () -> rules,
                () -> warm,
                epochs::advanceAll,
                clock,
                events::add));
        var access = new AccessRules(
                List.of(), HostPatterns.of(List.of()), HostPatterns.of(List.of()), TunnelPatterns.of(List.of()));
        var online = new Proxy(
                new Proxy.Parts(
                        new Router(access, Remaps.none(), Interception.NONE, "1.1 test", "http://127.0.0.1/"),
                        access,
                        Entrance.OPEN,
                        Credentials.NONE,
                        new Reuse(FreshnessPolicy.DEFAULT),
                        catalog,
                        blobs,
                        contents,
                        suites,
                        fetches,
                        epochs,
                        uses,
                        events::add,
                        clock),
                new PlainAnswers(() -> true, Optional::empty, new NamedPages()));
        proxy = new OfflinePort(online, offline);
    }

    private Suites suites(Suites.Parts parts) throws IOException {
        try {
            return Suites.open(parts);
        } catch (IOException e) {
            blobs.close();
            throw e;
        }
    }

    public static SuiteWorld in(Path directory) throws IOException {
        return new SuiteWorld(Stored.in(directory), TRUSTING, rules(), Wraps.NONE);
    }

    /** Checks each time, and waits long for what it found. */
    public static SuiteRules rules() {
        return new SuiteRules(
                Duration.ZERO,
                Duration.ofSeconds(2),
                Duration.ofMinutes(30),
                Duration.ofDays(14),
                Duration.ofHours(6),
                false);
    }

    /** The same store, opened again by the same program. */
    SuiteWorld reopened() throws IOException {
        close();
        return new SuiteWorld(stored, TRUSTING, rules(), Wraps.NONE);
    }

    /** Believes everything; the release files of these tests are not signed. */
    public static final Trust TRUSTING = new Trust() {
        @Override
        public Judgement ofInRelease(SuiteId suite, byte[] inRelease, Instant now) {
            return new Judgement(ByteBuffer.wrap(inRelease), true, true, false, "trusted");
        }

        @Override
        public Judgement ofRelease(SuiteId suite, byte[] release, Optional<byte[]> signature, Instant now) {
            return new Judgement(ByteBuffer.wrap(release), true, true, false, "trusted");
        }

        @Override
        public boolean isStrict(SuiteId suite) {
            return false;
        }
    };

    /** What a client got. */
    public record Got(int status, Fields fields, ByteBuffer content) {
        public byte[] bytes() {
            return copy(content);
        }

        public String text() {
            return StandardCharsets.UTF_8.decode(content.duplicate()).toString();
        }
    }

    /** A client on its own connection from its own address. */
    public static Client client(int number) {
        return new Client(InetAddress.ofLiteral("192.0.2." + number), number);
    }

    /** Waits until something with these words was said of a suite. */
    public void awaitNews(String words) {
        Poll.until(
                () -> "news: %s, of %s".formatted(words, events),
                () -> events.stream()
                        .anyMatch(event -> event instanceof Event.SuiteNews news
                                && news.what().contains(words)));
    }

    /** Waits until no check is running: a client that comes then begins one. */
    public void awaitIdle() {
        Poll.until("all checks end", suites::isIdle);
    }

    public Got get(Client client, String url, String... fields) throws Exception {
        return get("GET", client, url, fields);
    }

    public Got get(String method, Client client, String url, String... fields) throws Exception {
        var target = Urls.parse(url.contains("://") ? url : "http://" + url);
        var request = new Request(method, target, Fields.of(fields));
        var answer = proxy.answer(new Exchange(request, client.address(), client.connection(), clock.instant()));
        return new Got(answer.response().status(), answer.response().fields(), ByteBuffer.wrap(content(answer)));
    }

    /** @throws IOException when the answer breaks off */
    private static byte[] content(Answer answer) throws IOException, InterruptedException {
        try (var content = answer.response().content()) {
            return switch (content) {
                case Content.None _ -> new byte[0];
                case Content.Bytes(var buffer) -> copy(buffer);
                case Content.File(var file, long offset, long count) -> {
                    var bytes = ByteBuffer.allocate((int) count);
                    file.channel().read(bytes, offset);
                    yield bytes.array();
                }
                case Content.Growing(var arrival) -> arrived(arrival);
            };
        }
    }

    private static byte[] arrived(Content.Arrival arrival) throws IOException, InterruptedException {
        var all = new ByteArrayOutputStream();
        while (true) {
            switch (arrival.next()) {
                case Content.Piece.End() -> {
                    return all.toByteArray();
                }
                case Content.Piece.InMemory(var buffer) -> all.writeBytes(copy(buffer));
                case Content.Piece.InFile(var channel, long offset, long count) -> {
                    var bytes = ByteBuffer.allocate((int) count);
                    channel.read(bytes, offset);
                    all.writeBytes(bytes.array());
                }
            }
        }
    }

    private static byte[] copy(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /** Notes in the catalogue what was used since the last call, as the program does now and then. */
    public void noteUses() throws IOException {
        catalog.noteUses(uses.drain());
    }

    @Override
    public void close() throws IOException {
        suites.close();
        try {
            fetches.stop(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        pool.close();
        blobs.close();
    }
}
