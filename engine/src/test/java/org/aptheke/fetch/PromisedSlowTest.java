package org.aptheke.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.aptheke.fetch.FakeOrigin.Reply;
import org.aptheke.http.Content;
import org.aptheke.testkit.Gate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A promised content comes slowly, or ends without a word. */
@Timeout(60)
class PromisedSlowTest extends PromisedFixture {
    @Test
    void copy_nothingShownForTenSeconds_showsAllButTheLastByte() throws Exception {
        var gate = new Gate();
        origin.then(_ -> Reply.of(200, VALIDATED)
                .bytes(SMALL, 0, 5_000)
                .step(() -> clock.advance(Duration.ofSeconds(10)))
                .bytes(SMALL, 5_000, 6_000)
                .step(gate::pass)
                .bytes(SMALL, 6_000, SMALL.length));

        var reader = arriving(fetches.join(promised(SMALL))).reader();
        assertThat(reader.next())
                .isInstanceOfSatisfying(
                        Content.Piece.InFile.class,
                        piece -> assertThat(piece.count()).isEqualTo(5_999));
        gate.open();

        assertThat(readAll(reader)).hasSize(SMALL.length - 5_999);
        assertStored(SMALL);
    }

    @Test
    void copy_slowAndWrong_neverEndsWell() throws Exception {
        origin.then(_ -> Reply.of(200, VALIDATED)
                .bytes(SMALL_WRONG, 0, 5_000)
                .step(() -> clock.advance(Duration.ofSeconds(10)))
                .bytes(SMALL_WRONG, 5_000, SMALL.length));
        origin.otherwise(_ -> absent());

        var taken = take(fetches.join(promised(SMALL)));

        assertThat(taken.length()).isLessThan(SMALL.length);
        assertThat(taken.cause()).isPresent();
        assertNothingKept();
    }

    @Test
    void copy_connectionEndsTooEarlyAndThatIsTheOnlyEnd_goesOn() throws Exception {
        origin.then(_ -> Reply.of(200, VALIDATED).bytes(LARGE, 0, 1_500_000).untilClose());
        origin.then(_ -> rest(LARGE, 1_500_000));

        assertThat(read(fetches.join(promised(LARGE)))).isEqualTo(LARGE);

        assertThat(range(origin.requests.get(1))).contains("bytes=1500000-");
        assertStored(LARGE);
    }

    @Test
    void copy_originSaysThatItEndsTooEarly_isWrong() throws Exception {
        origin.then(_ -> Reply.of(200, VALIDATED).bytes(SMALL, 0, 5_000).unknownLength());
        origin.then(_ -> whole(SMALL));

        assertThat(read(fetches.join(promised(SMALL)))).isEqualTo(SMALL);

        assertThat(range(origin.requests.get(1))).isEmpty();
    }

    @Test
    void copy_moreIsAlwaysThere_readersAreWokenForLargePieces() throws Exception {
        var gate = new Gate();
        origin.then(_ -> Reply.of(200, VALIDATED)
                .ready()
                .bytes(LARGE, 0, 1 << 20)
                .step(gate::pass)
                .bytes(LARGE, 1 << 20, LARGE.length));

        var reader = arriving(fetches.join(promised(LARGE))).reader();
        assertThat(reader.next())
                .isInstanceOfSatisfying(
                        Content.Piece.InFile.class,
                        piece -> assertThat(piece.count()).isGreaterThan(400_000));
        gate.open();

        assertThat(readAll(reader)).isNotEmpty();
        assertStored(LARGE);
    }
}
