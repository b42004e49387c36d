package org.aptheke.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.aptheke.fetch.FakeOrigin.Reply;
import org.aptheke.origin.OriginUnreachableException;
import org.aptheke.testkit.Gate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What fetches count. */
@Timeout(60)
final class FetchCountersTest extends PromisedFixture {
    private FetchCounters counters() {
        return fetches.counters();
    }

    @Test
    void join_contentAsPromised_countsOneFetchAndNothingElse() throws Exception {
        origin.then(_ -> whole(SMALL));

        assertThat(read(fetches.join(promised(SMALL)))).isEqualTo(SMALL);
        awaitIdle();

        assertThat(counters().begun().sum()).isEqualTo(1);
        assertThat(counters().failed().sum()).isZero();
        assertThat(counters().retries().sum()).isZero();
        assertThat(counters().mismatches().sum()).isZero();
        assertThat(counters().notStored().sum()).isZero();
    }

    @Test
    void join_firstSourceIsWrong_countsOneMismatchAndNoFailure() throws Exception {
        origin.then(_ -> whole(SMALL_WRONG));
        origin.then(_ -> whole(SMALL));

        assertThat(read(fetches.join(promised(SMALL)))).isEqualTo(SMALL);
        awaitIdle();

        assertThat(counters().mismatches().sum()).isEqualTo(1);
        assertThat(counters().failed().sum()).isZero();
    }

    @Test
    void join_brokenOffOnce_countsOneRetry() throws Exception {
        origin.then(_ -> Reply.of(200, VALIDATED)
                .bytes(LARGE, 0, 1_000_000)
                .length(LARGE.length)
                .breakOff());
        origin.then(_ -> rest(LARGE, 1_000_000));

        assertThat(read(fetches.join(promised(LARGE)))).isEqualTo(LARGE);
        awaitIdle();

        assertThat(counters().retries().sum()).isEqualTo(1);
        assertThat(counters().failed().sum()).isZero();
    }

    @Test
    void join_allSourcesAreAway_countsOneFailure() throws Exception {
        for (int source = 0; source < 2; source++) {
            origin.then(_ -> {
                throw new OriginUnreachableException("deb.example.org: away");
            });
        }

        assertThat(fetches.join(promised(SMALL))).isInstanceOf(FetchOutcome.Failed.class);
        awaitIdle();

        assertThat(counters().begun().sum()).isEqualTo(1);
        assertThat(counters().failed().sum()).isEqualTo(1);
    }

    @Test
    void join_storeHasNoRoom_isCountedAsNotStoredAndNotAsFailed() throws Exception {
        fetches.stop(Duration.ofSeconds(10));
        fetches = fetchesInto(new FullSink(store, -1));
        origin.then(_ -> whole(SMALL));

        assertThat(read(fetches.join(promised(SMALL)))).isEqualTo(SMALL);
        awaitIdle();

        assertThat(counters().notStored().sum()).isEqualTo(1);
        assertThat(counters().failed().sum()).isZero();
    }

    @Test
    void load_oneFetchRuns_saysSoUntilItsEnd() throws Exception {
        var gate = new Gate();
        origin.then(_ -> Reply.of(200, VALIDATED).step(gate::pass).bytes(SMALL));
        var outcome = clients.submit(() -> read(fetches.join(promised(SMALL))));
        gate.awaitArrival(Duration.ofSeconds(30));

        assertThat(fetches.load()).isEqualTo(new FetchSlots.Load(1, 0));

        gate.open();
        assertThat(outcome.get()).isEqualTo(SMALL);
    }

    @Test
    void counters_beforeAnyFetch_areZero() {
        assertThat(counters().begun().sum()).isZero();
        assertThat(fetches.load()).isEqualTo(new FetchSlots.Load(0, 0));
    }
}
