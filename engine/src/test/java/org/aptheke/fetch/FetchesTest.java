package org.aptheke.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.StoredResponse;
import org.aptheke.digest.Digest;
import org.aptheke.events.Event;
import org.aptheke.fetch.FakeOrigin.Reply;
import org.aptheke.http.Fields;
import org.aptheke.http.Request;
import org.aptheke.origin.OriginBusyException;
import org.aptheke.testkit.Gate;
import org.aptheke.testkit.Poll;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FetchesTest extends PlainFixture {
    // ---- once

    @Test
    void join_manyReadersOfOneFile_oneOriginRequestAndAllWhole() throws Exception {
        var gate = new Gate();
        origin.then(_ -> Reply.of(200, VALIDATED)
                .bytes(LARGE, 0, 100_000)
                .step(gate::pass)
                .bytes(LARGE, 100_000, LARGE.length));
        var readers = new ArrayList<Future<byte[]>>();
        for (int i = 0; i < 50; i++) {
            readers.add(clients.submit(() -> read(fetches.join(retrieve()))));
        }
        awaitReaders(50);
        gate.open();

        for (var reader : readers) {
            assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(LARGE);
        }
        assertThat(origin.requests).hasSize(1);
        awaitStored();
        assertThat(catalog.find(KEY))
                .extracting(StoredResponse::digest)
                .containsExactly(Digest.ofHex(Samples.sha256(LARGE)));
    }

    @Test
    void length_afterSomeWasRead_isStillThatOfTheWhole() throws Exception {
        origin.then(_ -> Reply.of(200, VALIDATED).bytes(LARGE));
        try (var reader = arriving(fetches.join(retrieve())).reader()) {
            reader.next();

            assertThat(reader.length()).hasValue(LARGE.length);
        }
        awaitIdle();
    }

    @Test
    void join_withCredentialsOfTheOperator_hasItsPlaceAmongTheFetchesOfTheSameOrigin() throws Exception {
        fetches.stop(Duration.ofSeconds(30));
        var one = new FetchLimits(
                1, 64, 0, Duration.ofSeconds(20), 1, Duration.ZERO, 0, Duration.ZERO, 0, Duration.ofSeconds(10));
        fetches = new Fetches(client(origin), store, catalog, one, clock, events::add);
        var gate = new Gate();
        origin.then(_ -> Reply.of(200, VALIDATED)
                .bytes(LARGE, 0, 100_000)
                .step(gate::pass)
                .bytes(LARGE, 100_000, LARGE.length));
        var first = arriving(fetches.join(retrieve()));
        var target = TARGET.as("vendor");
        var second = new FetchPlan(
                CacheKey.of(target),
                new Request("GET", target, Fields.EMPTY),
                Fields.EMPTY,
                new FetchPlan.Purpose.Retrieve(),
                true,
                () -> true);

        assertThat(fetches.join(second))
                .isInstanceOfSatisfying(
                        FetchOutcome.Failed.class,
                        failed -> assertThat(failed.cause()).isInstanceOf(OriginBusyException.class));
        gate.open();
        assertThat(readAll(first.reader())).isEqualTo(LARGE);
    }

    @Test
    void join_readerLeaves_othersGetAll() throws Exception {
        var gate = new Gate();
        origin.then(_ -> Reply.of(200, VALIDATED)
                .bytes(LARGE, 0, 100_000)
                .step(gate::pass)
                .bytes(LARGE, 100_000, LARGE.length));
        var first = arriving(fetches.join(retrieve()));
        first.reader().next();
        var second = clients.submit(() -> read(fetches.join(retrieve())));
        awaitReaders(2);
        first.reader().close();
        gate.open();

        assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo(LARGE);
    }

    @Test
    void join_privateResponse_isNotSharedWithThoseWhoJoined() throws Exception {
        var gate = new Gate();
        origin.then(_ -> {
            gate.pass();
            return Reply.of(200, "Cache-Control", "private").bytes(Samples.utf8("of the first"));
        });
        origin.then(_ -> Reply.of(200, "Cache-Control", "private").bytes(Samples.utf8("of the second")));
        var first = clients.submit(() -> read(fetches.join(retrieve())));
        gate.awaitArrival(Duration.ofSeconds(30));
        var second = clients.submit(() -> read(fetches.join(retrieve())));
        awaitReaders(2);
        gate.open();

        assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(Samples.utf8("of the first"));
        assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo(Samples.utf8("of the second"));
        assertThat(catalog.find(KEY)).isEmpty();
    }

    // ---- the store fails

    @Test
    void take_diskFullOnTheWay_readersGetAllAndNothingIsStored() throws Exception {
        fetches = fetchesInto(new FullSink(store, 1_000_000));
        origin.then(_ -> Reply.of(200, VALIDATED).bytes(LARGE));
        var readers = new ArrayList<Future<byte[]>>();
        for (int i = 0; i < 10; i++) {
            readers.add(clients.submit(() -> read(fetches.join(retrieve()))));
        }
        for (int i = 0; i < 9; i++) {
            origin.then(_ -> Reply.of(200, VALIDATED).bytes(LARGE)); // for those who came too late to join
        }

        for (var reader : readers) {
            assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(LARGE);
        }
        awaitIdle();
        assertThat(catalog.find(KEY)).isEmpty();
        assertThat(events).anyMatch(Event.StoreTrouble.class::isInstance);
    }

    @Test
    void open_diskFullBeforehand_passesThrough() throws Exception {
        fetches = fetchesInto(new FullSink(store, -1));
        origin.then(_ -> Reply.of(200, VALIDATED).bytes(LARGE));

        assertThat(read(fetches.join(retrieve()))).isEqualTo(LARGE);
        assertThat(catalog.find(KEY)).isEmpty();
    }

    // ---- validation and ranges

    @Test
    void validate_notModified_refreshesWithoutContent() throws Exception {
        origin.then(_ -> Reply.of(200, VALIDATED).bytes(SMALL));
        read(fetches.join(retrieve()));
        awaitStored();
        var stored = catalog.find(KEY).getFirst();
        clock.advance(Duration.ofMinutes(5));
        origin.then(_ -> Reply.of(304, "ETag", "\"v1\"", "Cache-Control", "max-age=60"));

        var outcome = fetches.join(plan(new FetchPlan.Purpose.Validate(stored, Fields.of("If-None-Match", "\"v1\""))));

        assertThat(outcome).isInstanceOf(FetchOutcome.NotModified.class);
        assertThat(origin.requests.get(1).fields().first("If-None-Match")).contains("\"v1\"");
        var refreshed = catalog.find(KEY).getFirst();
        assertThat(refreshed.receivedAt()).isEqualTo(clock.instant());
        assertThat(refreshed.digest()).isEqualTo(stored.digest());
    }

    @Test
    void receiveRange_continuesAStoredPrefix_becomesTheWhole() throws Exception {
        origin.then(_ -> range(0, 1_000_000));
        read(fetches.join(rangePlan("bytes=0-999999")));
        awaitIdle();
        assertThat(catalog.findParts(KEY)).hasSize(1);
        origin.then(_ -> range(1_000_000, LARGE.length));

        var rest = read(fetches.join(rangePlan("bytes=1000000-")));

        assertThat(rest).isEqualTo(java.util.Arrays.copyOfRange(LARGE, 1_000_000, LARGE.length));
        awaitStored();
        assertThat(catalog.find(KEY).getFirst().digest()).isEqualTo(Digest.ofHex(Samples.sha256(LARGE)));
        assertThat(catalog.findParts(KEY)).isEmpty();
    }

    @Test
    void ask_206ToAPlainRequest_isRefusedUnlessItIsAll() throws Exception {
        origin.then(_ -> range(0, 1_000_000));
        assertThat(fetches.join(retrieve())).isInstanceOf(FetchOutcome.Failed.class);
        awaitIdle();

        awaitIdle();
        origin.then(_ -> range(0, LARGE.length));
        var whole = arriving(fetches.join(retrieve()));
        assertThat(readAll(whole.reader())).isEqualTo(LARGE);
        assertThat(whole.head().status()).isEqualTo(200);
        assertThat(whole.head().fields().contains("Content-Range")).isFalse();
    }

    @Test
    void join_tooManyWait_areRefused() throws Exception {
        var gate = new Gate();
        for (int i = 0; i < LIMITS.perOrigin() + LIMITS.waiting(); i++) {
            origin.then(_ -> {
                gate.pass();
                return Reply.of(200).bytes(SMALL);
            });
        }
        var outcomes = new ArrayList<Future<FetchOutcome>>();
        for (int i = 0; i < LIMITS.perOrigin(); i++) {
            outcomes.add(clients.submit(unshared()));
            gate.awaitArrival(Duration.ofSeconds(30));
        }
        for (int i = 0; i < LIMITS.waiting() + 3; i++) {
            outcomes.add(clients.submit(unshared()));
        }
        Poll.until(
                "three are refused",
                () -> outcomes.stream()
                                .filter(Future::isDone)
                                .filter(done -> done.resultNow() instanceof FetchOutcome.Failed)
                                .count()
                        >= 3);
        gate.open();
        for (var outcome : outcomes) {
            if (outcome.get() instanceof FetchOutcome.Arriving arriving) {
                readAll(arriving.reader());
            }
        }
        assertThat(origin.requests).hasSize(LIMITS.perOrigin() + LIMITS.waiting());
    }

    private Callable<FetchOutcome> unshared() {
        var plan = new FetchPlan(
                KEY,
                new Request("GET", TARGET, Fields.EMPTY),
                Fields.EMPTY,
                new FetchPlan.Purpose.Retrieve(),
                false,
                () -> true);
        return () -> fetches.join(plan);
    }
}
