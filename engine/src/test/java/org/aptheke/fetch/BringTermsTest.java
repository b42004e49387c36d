package org.aptheke.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.aptheke.fetch.FakeOrigin.Reply;
import org.aptheke.origin.BandwidthLimit;
import org.aptheke.origin.RateSchedule;
import org.aptheke.testkit.Gate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is brought for nobody in particular comes at a rate, and can be given up. */
@Timeout(60)
class BringTermsTest extends PromisedFixture {
    private final AtomicBoolean wanted = new AtomicBoolean(true);

    private BringTerms giveUp() {
        return new BringTerms(BandwidthLimit.UNLIMITED, wanted::get);
    }

    private static BandwidthLimit rate(long bytesPerSecond) {
        return new BandwidthLimit(
                RateSchedule.of(bytesPerSecond), RateSchedule.UNLIMITED, InstantSource.system(), ZoneId.of("UTC"));
    }

    @Test
    void bring_wantedNoMoreInTheMiddle_keepsThePartAndIsGoneOnWith() throws Exception {
        var gate = new Gate();
        origin.then(_ -> Reply.of(200, VALIDATED)
                .bytes(LARGE, 0, 500_000)
                .step(gate::pass)
                .bytes(LARGE, 500_000, LARGE.length));
        var bringing = clients.submit(() -> fetches.bring(promised(LARGE), giveUp()));
        gate.awaitArrival(Duration.ofSeconds(30));

        wanted.set(false);
        assertThat(bringing.get(30, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        Brought.Failed.class,
                        failed -> assertThat(failed.cause()).hasMessageContaining("wanted no more"));
        gate.open();
        awaitIdle();
        assertThat(catalog.find(KEY)).isEmpty();
        long kept = catalog.parts().getFirst().end();
        assertThat(kept).isBetween(500_000L, LARGE.length - 1L);

        wanted.set(true);
        origin.then(_ -> rest(LARGE, (int) kept));
        assertThat(fetches.bring(promised(LARGE), giveUp())).isInstanceOf(Brought.Stored.class);
        assertThat(range(origin.requests.getLast())).isEqualTo(Optional.of("bytes=" + kept + "-"));
        assertStored(LARGE);
    }

    @Test
    void bring_wantedNoMoreWhileAClientReads_goesOnForTheClient() throws Exception {
        var gate = new Gate();
        origin.then(_ -> Reply.of(200).bytes(LARGE, 0, 500_000).step(gate::pass).bytes(LARGE, 500_000, LARGE.length));
        var bringing = clients.submit(() -> fetches.bring(promised(LARGE), giveUp()));
        gate.awaitArrival(Duration.ofSeconds(30));
        var reader = arriving(fetches.join(promised(LARGE))).reader();

        wanted.set(false);
        assertThat(bringing.get(30, TimeUnit.SECONDS)).isInstanceOf(Brought.Failed.class);
        gate.open();

        assertThat(readAll(reader)).isEqualTo(LARGE);
        assertThat(origin.requests).hasSize(1);
        assertStored(LARGE);
    }

    @Test
    void bring_wantedNoMoreBeforeItBegins_asksNobody() throws Exception {
        wanted.set(false);

        assertThat(fetches.bring(promised(LARGE), giveUp())).isInstanceOf(Brought.Failed.class);
        awaitIdle();
        assertThat(origin.requests).isEmpty();
    }

    @Test
    void bring_atARate_takesItsTime() throws Exception {
        origin.then(_ -> whole(LARGE));
        long start = System.nanoTime();

        var brought = fetches.bring(promised(LARGE), new BringTerms(rate(3 << 20), () -> true));

        // What half a second brings comes at once, the rest takes its time.
        assertThat(brought).isInstanceOf(Brought.Stored.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(300));
    }

    @Test
    void bring_atARateThatTakesHours_isNotSlowForAClientThatJoins() throws Exception {
        var gate = new Gate();
        origin.then(_ -> Reply.of(200).step(gate::pass).bytes(LARGE));
        var bringing = clients.submit(() -> fetches.bring(promised(LARGE), new BringTerms(rate(100), () -> true)));
        gate.awaitArrival(Duration.ofSeconds(30));
        var joined = clients.submit(
                () -> readAll(arriving(fetches.join(promised(LARGE))).reader()));
        awaitReaders(1);
        gate.open();

        assertThat(joined.get(30, TimeUnit.SECONDS)).isEqualTo(LARGE);
        assertThat(bringing.get(30, TimeUnit.SECONDS)).isInstanceOf(Brought.Stored.class);
    }
}
