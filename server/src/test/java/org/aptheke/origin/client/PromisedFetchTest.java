package org.aptheke.origin.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.aptheke.cache.CacheKey;
import org.aptheke.digest.Digest;
import org.aptheke.events.Event;
import org.aptheke.fetch.Brought;
import org.aptheke.fetch.DigestMismatchException;
import org.aptheke.fetch.FetchLimits;
import org.aptheke.fetch.FetchOutcome;
import org.aptheke.fetch.FetchPlan;
import org.aptheke.fetch.FetchReader;
import org.aptheke.fetch.Fetches;
import org.aptheke.http.Content;
import org.aptheke.http.Fields;
import org.aptheke.http.Request;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.repo.Expectation;
import org.aptheke.store.MemoryCatalog;
import org.aptheke.store.StoreAudit;
import org.aptheke.store.local.LocalBlobStore;
import org.aptheke.testkit.Gate;
import org.aptheke.testkit.ManualClock;
import org.aptheke.testkit.Poll;
import org.aptheke.testkit.Reply;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.Samples;
import org.aptheke.testkit.ScriptedOrigin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Promised contents over real connections, from origins that do it wrong in each way. */
@Timeout(60)
final class PromisedFetchTest {
    private static final byte[] RIGHT = Samples.bytes(1, 2_000_000);
    private static final byte[] WRONG = Samples.bytes(2, 2_000_000);
    private static final byte[] SMALL = Samples.bytes(3, 30_000);
    private static final String BY_HASH = "/main/by-hash/SHA256/0a";
    private static final String PLAIN = "/main/Packages.xz";

    @TempDir
    Path data;

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final MemoryCatalog catalog = new MemoryCatalog();
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private ScriptedOrigin origin;
    private ScriptedOrigin mirror;
    private HttpOriginClient client;
    private LocalBlobStore store;
    private Fetches fetches;

    @BeforeEach
    void start() throws IOException {
        origin = ScriptedOrigin.start();
        mirror = ScriptedOrigin.start();
        client = OriginClientFixture.client(OriginClientFixture.ROOMY);
        store = LocalBlobStore.open(data, 0);
        fetches = new Fetches(
                client, store, catalog, FetchLimits.DEFAULT, ManualClock.at("2026-01-01T00:00:00Z"), events::add);
    }

    @AfterEach
    void stop() throws Exception {
        fetches.stop(Duration.ofSeconds(20));
        clients.shutdownNow();
        assertThat(clients.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        client.close();
        origin.close();
        mirror.close();
        StoreAudit.check(data, store, catalog);
        store.close();
    }

    @Test
    void bring_byHashWrong_takesThePlainName() throws Exception {
        origin.on(BY_HASH, Resource.of(WRONG)).on(PLAIN, Resource.of(RIGHT).withEtag("\"v1\""));

        assertStored(fetches.bring(plan(RIGHT)), RIGHT);
        assertThat(troubles()).singleElement().satisfies(trouble -> {
            assertThat(trouble.peer()).contains(Integer.toString(origin.port()));
            assertThat(trouble.cause()).contains(BY_HASH, Samples.sha256(WRONG), Samples.sha256(RIGHT));
        });
    }

    @Test
    void bring_noByHash_takesThePlainName() throws Exception {
        origin.on(PLAIN, Resource.of(RIGHT));

        assertStored(fetches.bring(plan(RIGHT)), RIGHT);
        assertThat(origin.requests()).hasSize(2);
    }

    @Test
    void bring_otherLength_isRefusedBeforeItIsRead() throws Exception {
        var gate = new Gate();
        origin.on(BY_HASH, (_, reply) -> reply.holdAt(100, gate).send(200, Samples.bytes(4, 5_000_000)));
        origin.on(PLAIN, Resource.of(RIGHT));

        assertStored(fetches.bring(plan(RIGHT)), RIGHT);
        gate.open();
    }

    @Test
    void bring_chunkedAndLonger_isCutOff() throws Exception {
        origin.on(BY_HASH, (_, reply) -> reply.chunked(Samples.bytes(1, 2_500_000), 8_000));
        origin.on(PLAIN, Resource.of(RIGHT));

        assertStored(fetches.bring(plan(RIGHT)), RIGHT);
    }

    @Test
    void bring_chunkedAndShorter_isWrong() throws Exception {
        origin.on(BY_HASH, (_, reply) -> reply.chunked(Samples.utf8("log in first"), 8_000));
        origin.on(PLAIN, (_, reply) -> reply.chunked(RIGHT, 8_000));

        assertStored(fetches.bring(plan(RIGHT)), RIGHT);
    }

    @Test
    void bring_brokenOffAndRefused_goesOnFromTheMirror() throws Exception {
        origin.on(BY_HASH, (request, reply) -> {
            if (request.field("Range").isPresent()) {
                reply.send(503, "out of order\n");
            } else {
                reply.cutAfter(1_200_000, Reply.Ending.RESET).send(200, RIGHT);
            }
        });
        mirror.on(PLAIN, Resource.of(RIGHT));

        assertStored(fetches.bring(plan(RIGHT, target(origin, BY_HASH), target(mirror, PLAIN))), RIGHT);
        assertThat(mirror.requests(PLAIN)).singleElement().satisfies(request -> {
            assertThat(request.field("Range").orElseThrow()).matches("bytes=[1-9][0-9]*-");
            assertThat(request.field("If-Range")).isEmpty();
        });
    }

    @Test
    void bring_originIsDown_takesTheMirror() throws Exception {
        var gone = ScriptedOrigin.start();
        gone.close();
        mirror.on(PLAIN, Resource.of(RIGHT));

        assertStored(fetches.bring(plan(RIGHT, target(gone, BY_HASH), target(mirror, PLAIN))), RIGHT);
    }

    @Test
    void bring_cacheInBetweenIsOld_isAskedToGoAround() throws Exception {
        origin.on(BY_HASH, (request, reply) -> {
            boolean around = request.field("Cache-Control")
                            .filter("no-cache"::equals)
                            .isPresent()
                    && request.field("Pragma").filter("no-cache"::equals).isPresent();
            reply.send(200, around ? RIGHT : WRONG);
        });

        assertStored(fetches.bring(plan(RIGHT)), RIGHT);
    }

    @Test
    void join_manyReadersWhileWrong_noneGetsTheEndAndTheNextGetsAll() throws Exception {
        var gate = new Gate();
        origin.on(BY_HASH, (request, reply) -> {
            if (request.field("Pragma").isPresent()) {
                reply.send(200, RIGHT);
            } else {
                reply.holdAt(500_000, gate).chunked(WRONG, 50_000);
            }
        });
        var first = (FetchOutcome.Arriving) fetches.join(plan(RIGHT));
        var readers = new ArrayList<Future<Integer>>();
        for (int i = 0; i < 49; i++) {
            readers.add(clients.submit(() -> readUntilItFails(fetches.join(plan(RIGHT)))));
        }
        Poll.until("all read", () -> fetches.readerCount() == 50);
        gate.open();

        assertThat(readUntilItFails(first)).isPositive();
        for (var reader : readers) {
            assertThat(reader.get(30, TimeUnit.SECONDS)).isLessThan(RIGHT.length);
        }
        assertThat(origin.requests(BY_HASH)).hasSize(1);
        awaitIdle();
        assertThat(catalog.find(key())).isEmpty();

        assertThat(readAll(((FetchOutcome.Arriving) fetches.join(plan(RIGHT))).reader()))
                .isEqualTo(RIGHT);
    }

    @Test
    void join_smallAndWrongEverywhere_failsWithBothDigests() throws Exception {
        origin.otherwise(Resource.of(Samples.bytes(9, SMALL.length)));

        assertThat(fetches.join(plan(SMALL)))
                .isInstanceOfSatisfying(
                        FetchOutcome.Failed.class,
                        failed -> assertThat(failed.cause())
                                .isInstanceOf(DigestMismatchException.class)
                                .hasMessageContaining(Samples.sha256(SMALL)));
        assertThat(origin.requests()).hasSize(4);
    }

    // ---- helpers

    private CacheKey key() {
        return CacheKey.of(target(origin, BY_HASH));
    }

    private FetchPlan plan(byte[] content) {
        return plan(content, target(origin, BY_HASH), target(origin, PLAIN));
    }

    private FetchPlan plan(byte[] content, TargetUri... sources) {
        var expectation = Expectation.of(Digest.ofHex(Samples.sha256(content)), content.length);
        return new FetchPlan(
                key(),
                new Request("GET", target(origin, BY_HASH), Fields.EMPTY),
                Fields.EMPTY,
                new FetchPlan.Purpose.RetrievePromised(new FetchPlan.Promise(expectation, List.of(sources))),
                true,
                () -> true);
    }

    private static TargetUri target(ScriptedOrigin at, String path) {
        return new TargetUri(Scheme.HTTP, "127.0.0.1", at.port(), path, "");
    }

    private void assertStored(Brought brought, byte[] content) throws IOException {
        assertThat(brought).isInstanceOfSatisfying(Brought.Stored.class, stored -> {
            assertThat(stored.response().digest().toHex()).isEqualTo(Samples.sha256(content));
            assertThat(stored.response().size()).isEqualTo(content.length);
        });
        assertThat(catalog.find(key())).hasSize(1);
        assertThat(catalog.parts()).isEmpty();
    }

    private List<Event.OriginTrouble> troubles() {
        return events.stream()
                .filter(Event.OriginTrouble.class::isInstance)
                .map(Event.OriginTrouble.class::cast)
                .toList();
    }

    private void awaitIdle() {
        Poll.until("no fetch is running", () -> fetches.runningCount() == 0);
    }

    /** How many bytes it got. */
    private static int readUntilItFails(FetchOutcome outcome) throws InterruptedException {
        var bytes = new ByteArrayOutputStream();
        if (outcome instanceof FetchOutcome.Arriving arriving) {
            try (var reader = arriving.reader()) {
                readInto(bytes, reader);
                throw new AssertionError("it ended well, after " + bytes.size() + " bytes");
            } catch (IOException e) {
                assertThat(e).hasCauseInstanceOf(DigestMismatchException.class);
            }
        } else {
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            FetchOutcome.Failed.class,
                            failed -> assertThat(failed.cause()).isInstanceOf(DigestMismatchException.class));
        }
        return bytes.size();
    }

    private static byte[] readAll(FetchReader reader) throws IOException, InterruptedException {
        try (reader) {
            var bytes = new ByteArrayOutputStream();
            readInto(bytes, reader);
            return bytes.toByteArray();
        }
    }

    private static void readInto(ByteArrayOutputStream bytes, FetchReader reader)
            throws IOException, InterruptedException {
        while (true) {
            switch (reader.next()) {
                case Content.Piece.InFile(var channel, long offset, long count) -> {
                    var buffer = ByteBuffer.allocate((int) count);
                    while (buffer.hasRemaining()) {
                        assertThat(channel.read(buffer, offset + buffer.position()))
                                .isPositive();
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
}
