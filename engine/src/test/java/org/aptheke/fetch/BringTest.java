package org.aptheke.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.aptheke.cache.CacheKey;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.fetch.FakeOrigin.Reply;
import org.aptheke.http.Fields;
import org.aptheke.http.Request;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.repo.Expectation;
import org.aptheke.testkit.Gate;
import org.aptheke.testkit.Poll;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Promised contents are brought into the store for nobody that waits for their bytes. */
@Timeout(60)
class BringTest extends PromisedFixture {
    @Test
    void bring_asPromised_isStoredWhenItReturns() throws Exception {
        origin.then(_ -> whole(LARGE));

        var brought = fetches.bring(promised(LARGE));

        assertThat(brought).isEqualTo(new Brought.Stored(catalog.find(KEY).getFirst()));
        assertStored(LARGE);
    }

    @Test
    void bring_storedUnderTheKey_asksNobody() throws Exception {
        origin.then(_ -> whole(LARGE));
        fetches.bring(promised(LARGE));

        assertThat(fetches.bring(promised(LARGE))).isInstanceOf(Brought.Stored.class);
        assertThat(origin.requests).hasSize(1);

        origin.then(_ -> whole(SMALL));
        assertThat(fetches.bring(promised(SMALL))).as("another content").isInstanceOf(Brought.Stored.class);
        assertThat(origin.requests).hasSize(2);
    }

    @Test
    void bring_storedAndKnownBySha512_asksNobody() throws Exception {
        var expectation = Expectation.of(checksum(DigestAlgorithm.SHA512, SMALL), OptionalLong.of(SMALL.length));
        origin.then(_ -> whole(SMALL));
        fetches.bring(promised(expectation));

        assertThat(fetches.bring(promised(expectation))).isInstanceOf(Brought.Stored.class);
        assertThat(origin.requests).hasSize(1);
    }

    @Test
    void bring_whileAClientFetchesIt_joins() throws Exception {
        var gate = new Gate();
        origin.then(_ -> Reply.of(200).bytes(LARGE, 0, 500_000).step(gate::pass).bytes(LARGE, 500_000, LARGE.length));
        var reader = arriving(fetches.join(promised(LARGE))).reader();
        var bringing = clients.submit(() -> fetches.bring(promised(LARGE)));
        gate.open();

        assertThat(readAll(reader)).isEqualTo(LARGE);
        assertThat(bringing.get(30, TimeUnit.SECONDS)).isInstanceOf(Brought.Stored.class);
        assertThat(origin.requests).hasSize(1);
    }

    @Test
    void bring_clientLeavesTheFetchItHasJoined_goesOn() throws Exception {
        var gate = new Gate();
        origin.then(_ -> Reply.of(200).bytes(LARGE, 0, 500_000).step(gate::pass).bytes(LARGE, 500_000, LARGE.length));
        var bringing = clients.submit(() -> fetches.bring(promised(LARGE)));
        gate.awaitArrival(Duration.ofSeconds(30));
        arriving(fetches.join(promised(LARGE))).reader().close();
        gate.open();

        assertThat(bringing.get(30, TimeUnit.SECONDS)).isInstanceOf(Brought.Stored.class);
        assertThat(origin.requests).hasSize(1);
        assertStored(LARGE);
    }

    @Test
    void bring_joinedFetchFailsItsReaders_triesItself() throws Exception {
        var gate = new Gate();
        origin.then(_ -> Reply.of(200)
                .bytes(LARGE_WRONG, 0, 500_000)
                .step(gate::pass)
                .bytes(LARGE_WRONG, 500_000, LARGE.length));
        origin.then(_ -> whole(LARGE));
        var reader = arriving(fetches.join(promised(LARGE))).reader();
        var bringing = clients.submit(() -> fetches.bring(promised(LARGE)));
        gate.open();

        assertCutOff(take(reader), LARGE.length);
        assertThat(bringing.get(30, TimeUnit.SECONDS)).isInstanceOf(Brought.Stored.class);
        assertThat(asked()).containsExactly("by-hash", "by-hash!");
        assertStored(LARGE);
    }

    @Test
    void bring_wrongAtFirst_healsAlthoughItIsLarge() throws Exception {
        origin.then(_ -> whole(LARGE_WRONG)).then(_ -> whole(LARGE));

        assertThat(fetches.bring(promised(LARGE))).isInstanceOf(Brought.Stored.class);
        assertThat(asked()).containsExactly("by-hash", "plain");
        assertStored(LARGE);
    }

    @Test
    void bring_alwaysWrong_fails() throws Exception {
        origin.otherwise(_ -> whole(SMALL_WRONG));

        assertThat(fetches.bring(promised(SMALL)))
                .isInstanceOfSatisfying(
                        Brought.Failed.class,
                        failed -> assertThat(failed.cause()).isInstanceOf(DigestMismatchException.class));
        assertNothingKept();
    }

    @Test
    void bring_absent_saysSo() throws Exception {
        origin.otherwise(_ -> absent());

        assertThat(fetches.bring(promised(SMALL))).isEqualTo(new Brought.Refused(404));
        assertNothingKept();
    }

    @Test
    void bring_whatMayNotBeStored_isNotRead() throws Exception {
        origin.then(_ -> Reply.of(200, "Cache-Control", "no-store")
                .length(LARGE.length)
                .step(() -> {
                    throw new AssertionError("read");
                }));

        assertThat(fetches.bring(promised(LARGE)))
                .isInstanceOfSatisfying(
                        Brought.Failed.class,
                        failed -> assertThat(failed.cause()).hasMessageContaining("no-store"));
    }

    @Test
    void bring_diskFull_fails() throws Exception {
        fetches = fetchesInto(new FullSink(store, 1_000_000));
        origin.then(_ -> whole(LARGE));

        assertThat(fetches.bring(promised(LARGE))).isInstanceOf(Brought.Failed.class);
        assertNothingKept();
    }

    // ---- gives way

    @Test
    void bring_manyAtOnce_leaveHalfOfThePlacesToClients() throws Exception {
        var gate = new Gate();
        origin.otherwise(request -> {
            gate.pass();
            return whole(numberedContent(request.target()));
        });
        int half = LIMITS.perOrigin() / 2;
        var bringing = new ArrayList<Future<Brought>>();
        for (int i = 0; i < LIMITS.perOrigin(); i++) {
            var plan = numbered(i);
            bringing.add(clients.submit(() -> fetches.bring(plan)));
        }
        for (int i = 0; i < half; i++) {
            gate.awaitArrival(Duration.ofSeconds(30));
        }
        var forClients = new ArrayList<Future<Boolean>>();
        for (int i = 100; i < 100 + half; i++) {
            var plan = numbered(i);
            forClients.add(clients.submit(() -> isWhole(plan)));
        }
        for (int i = 0; i < half; i++) {
            gate.awaitArrival(Duration.ofSeconds(30));
        }
        assertThat(origin.requests)
                .filteredOn(request -> request.target().path().length() == "/p/100".length())
                .hasSize(half);

        gate.open();
        for (var client : forClients) {
            assertThat(client.get(30, TimeUnit.SECONDS)).isTrue();
        }
        for (var brought : bringing) {
            assertThat(brought.get(30, TimeUnit.SECONDS)).isInstanceOf(Brought.Stored.class);
        }
    }

    @Test
    void join_whatWaitsInTheBackground_takesAPlaceAtOnce() throws Exception {
        var gate = new Gate();
        origin.otherwise(request -> {
            gate.pass();
            return whole(numberedContent(request.target()));
        });
        var bringing = new ArrayList<Future<Brought>>();
        int half = LIMITS.perOrigin() / 2;
        for (int i = 0; i < half; i++) {
            var plan = numbered(i);
            bringing.add(clients.submit(() -> fetches.bring(plan)));
            gate.awaitArrival(Duration.ofSeconds(30));
        }
        var waiting = numbered(half);
        bringing.add(clients.submit(() -> fetches.bring(waiting)));
        awaitRunning(half + 1);

        var client = clients.submit(() -> isWhole(waiting));

        gate.awaitArrival(Duration.ofSeconds(30));
        gate.open();
        assertThat(client.get(30, TimeUnit.SECONDS)).isTrue();
        for (var brought : bringing) {
            assertThat(brought.get(30, TimeUnit.SECONDS)).isInstanceOf(Brought.Stored.class);
        }
        assertThat(origin.requests).hasSize(half + 1);
    }

    private void awaitRunning(int count) {
        Poll.until(count + " fetches run", () -> fetches.runningCount() >= count);
    }

    private boolean isWhole(FetchPlan numbered) throws Exception {
        return Arrays.equals(
                read(fetches.join(numbered)), numberedContent(numbered.request().target()));
    }

    /** One of many under keys of their own. */
    private static FetchPlan numbered(int number) {
        var target = new TargetUri(Scheme.HTTP, "deb.example.org", 80, "/p/" + number, "");
        var promise = new FetchPlan.Promise(expectation(numberedContent(target)), List.of(target));
        return new FetchPlan(
                CacheKey.of(target),
                new Request("GET", target, Fields.EMPTY),
                Fields.EMPTY,
                new FetchPlan.Purpose.RetrievePromised(promise),
                true,
                () -> true);
    }

    private static byte[] numberedContent(TargetUri target) {
        return Samples.bytes(target.path().hashCode(), 20_000);
    }
}
