package org.aptheke.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import org.aptheke.origin.OriginUnreachableException;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What no source has is not asked for by everybody. */
@Timeout(60)
class PromisedSetbacksTest extends PromisedFixture {
    @Test
    void join_absentAMomentAgo_isAnsweredWithoutAsking() throws Exception {
        origin.otherwise(_ -> absent());
        read(fetches.join(promised(SMALL)));
        awaitIdle();

        var again = arriving(fetches.join(promised(SMALL)));

        assertThat(again.head().status()).isEqualTo(404);
        assertThat(readAll(again.reader())).isEqualTo(Samples.utf8("no such file\n"));
        assertThat(asked()).containsExactly("by-hash", "plain");
    }

    @Test
    void join_absentSomeTimeAgo_asksAgain() throws Exception {
        origin.then(_ -> absent()).then(_ -> absent()).then(_ -> whole(SMALL));
        read(fetches.join(promised(SMALL)));
        awaitIdle();
        clock.advance(LIMITS.remembered());

        assertThat(read(fetches.join(promised(SMALL)))).isEqualTo(SMALL);
    }

    @Test
    void join_wrongEverywhereAMomentAgo_failsWithoutAsking() throws Exception {
        origin.otherwise(_ -> whole(SMALL_WRONG));
        mismatch(fetches.join(promised(SMALL)));
        awaitIdle();

        var failure = mismatch(fetches.join(promised(SMALL)));

        assertThat(failure.received()).contains(Samples.sha256(SMALL_WRONG));
        assertThat(asked()).hasSize(4);
    }

    @Test
    void join_otherContentPromisedUnderThatKey_isAskedFor() throws Exception {
        origin.then(_ -> absent()).then(_ -> absent()).then(_ -> whole(LARGE));
        read(fetches.join(promised(SMALL)));
        awaitIdle();

        assertThat(read(fetches.join(promised(LARGE)))).isEqualTo(LARGE);
    }

    @Test
    void join_sourcesWereAwayAMomentAgo_asksAgain() throws Exception {
        for (int i = 0; i < 2; i++) {
            origin.then(_ -> {
                throw new OriginUnreachableException("nobody there");
            });
        }
        origin.then(_ -> whole(SMALL));
        assertThat(fetches.join(promised(SMALL))).isInstanceOf(FetchOutcome.Failed.class);
        awaitIdle();

        assertThat(read(fetches.join(promised(SMALL)))).isEqualTo(SMALL);
    }

    @Test
    void bring_absentForAClientAMomentAgo_asksAgain() throws Exception {
        origin.then(_ -> absent()).then(_ -> absent()).then(_ -> whole(SMALL));
        read(fetches.join(promised(SMALL)));
        awaitIdle();

        assertThat(fetches.bring(promised(SMALL))).isInstanceOf(Brought.Stored.class);
    }
}
