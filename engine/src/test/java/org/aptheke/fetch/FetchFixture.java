package org.aptheke.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.aptheke.cache.CacheKey;
import org.aptheke.events.Event;
import org.aptheke.http.Content;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.OriginClient;
import org.aptheke.store.BlobSink;
import org.aptheke.store.MemoryCatalog;
import org.aptheke.store.StoreAudit;
import org.aptheke.store.local.LocalBlobStore;
import org.aptheke.testkit.ManualClock;
import org.aptheke.testkit.Poll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Fetches from an origin in memory into a real store, which is looked through after each test. */
abstract class FetchFixture {
    static final TargetUri TARGET = new TargetUri(Scheme.HTTP, "deb.example.org", 80, "/pool/a_1.deb", "");
    static final CacheKey KEY = CacheKey.of(TARGET);
    static final FetchLimits LIMITS = new FetchLimits(
            8,
            64,
            4,
            Duration.ofSeconds(20),
            3,
            Duration.ofMillis(1),
            64 * 1024,
            Duration.ofSeconds(30),
            256 * 1024,
            Duration.ofSeconds(10));

    @TempDir
    Path data;

    final FakeOrigin origin = new FakeOrigin();
    final ManualClock clock = ManualClock.at("2026-01-01T00:00:00Z");
    final List<Event> events = new CopyOnWriteArrayList<>();
    final MemoryCatalog catalog = new MemoryCatalog();
    final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    LocalBlobStore store;
    Fetches fetches;

    @BeforeEach
    void open() throws IOException {
        store = LocalBlobStore.open(data, 0);
        fetches = fetchesInto(store);
    }

    Fetches fetchesInto(BlobSink sink) {
        return new Fetches(client(origin), sink, catalog, LIMITS, clock, events::add);
    }

    /** What stands before the origin. */
    OriginClient client(FakeOrigin fake) {
        return fake;
    }

    @AfterEach
    void audit() throws Exception {
        fetches.stop(Duration.ofSeconds(30));
        clients.shutdownNow();
        assertThat(clients.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(store.openFiles()).as("open files").isZero();
        assertThat(origin.open.get()).as("open responses").isZero();
        StoreAudit.check(data, store, catalog);
        store.close();
    }

    static FetchOutcome.Arriving arriving(FetchOutcome outcome) {
        assertThat(outcome).isInstanceOf(FetchOutcome.Arriving.class);
        return (FetchOutcome.Arriving) outcome;
    }

    static byte[] read(FetchOutcome outcome) throws IOException, InterruptedException {
        return readAll(arriving(outcome).reader());
    }

    static byte[] readAll(FetchReader reader) throws IOException, InterruptedException {
        try (reader) {
            var bytes = new ByteArrayOutputStream();
            readInto(bytes, reader);
            return bytes.toByteArray();
        }
    }

    /** Reads to the end, or until it fails. */
    static void readInto(ByteArrayOutputStream bytes, FetchReader reader) throws IOException, InterruptedException {
        while (true) {
            switch (reader.next()) {
                case Content.Piece.InFile(var channel, long offset, long count) -> {
                    var buffer = ByteBuffer.allocate((int) count);
                    while (buffer.hasRemaining()) {
                        if (channel.read(buffer, offset + buffer.position()) < 0) {
                            throw new IOException("the file is shorter than was said");
                        }
                    }
                    bytes.write(buffer.array());
                }
                case Content.Piece.InMemory(var buffer) ->
                    Channels.newChannel(bytes).write(buffer);
                case Content.Piece.End _ -> {
                    return;
                }
            }
        }
    }

    final void awaitStored() {
        awaitIdle();
        assertThat(catalog.find(KEY)).as("stored").isNotEmpty();
    }

    final void awaitReaders(int count) {
        Poll.until("there are " + count + " readers", () -> fetches.readerCount() >= count);
    }

    final void awaitIdle() {
        Poll.until("no fetch is running", () -> fetches.runningCount() == 0);
    }
}
