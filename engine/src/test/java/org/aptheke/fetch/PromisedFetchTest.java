package org.aptheke.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.aptheke.fetch.FakeOrigin.Reply;
import org.aptheke.http.Content;
import org.aptheke.testkit.Gate;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A promised content is checked before a reader has all of it, and a wrong one leaves no trace. */
@Timeout(60)
class PromisedFetchTest extends PromisedFixture {
    private static final FakeOrigin.Step NEVER_READ = () -> {
        throw new AssertionError("read on");
    };

    // ---- the promise is kept

    @Test
    void join_asPromised_isStoredUnderThePlansKey() throws Exception {
        origin.then(_ -> whole(LARGE));

        assertThat(read(fetches.join(promised(LARGE)))).isEqualTo(LARGE);

        assertStored(LARGE);
        assertThat(catalog.find(KEY).getFirst().fields().first("ETag")).contains("\"v1\"");
        assertThat(asked()).containsExactly("by-hash");
        assertThat(troubles()).isEmpty();
    }

    @Test
    void join_responseWithoutLength_hasThePromisedOne() throws Exception {
        origin.then(_ -> whole(LARGE).unknownLength());

        var arriving = arriving(fetches.join(promised(LARGE)));

        assertThat(arriving.head().length()).hasValue(LARGE.length);
        assertThat(readAll(arriving.reader())).isEqualTo(LARGE);
        assertStored(LARGE);
    }

    @Test
    void join_emptyAsPromised_isStored() throws Exception {
        origin.then(_ -> whole(new byte[0]));

        assertThat(read(fetches.join(promised(new byte[0])))).isEmpty();
        assertStored(new byte[0]);
    }

    @Test
    void join_stillArriving_givesAllButTheLastBytes() throws Exception {
        var gate = new Gate();
        origin.then(_ -> whole(LARGE).step(gate::pass));
        var reader = arriving(fetches.join(promised(LARGE))).reader();
        gate.awaitArrival(Duration.ofSeconds(30));

        long shown = 0;
        while (shown < LARGE.length - LIMITS.smallBytes()) {
            shown += ((Content.Piece.InFile) reader.next()).count();
        }

        assertThat(shown).isEqualTo(LARGE.length - LIMITS.smallBytes());
        gate.open();
        assertThat(take(reader)).isEqualTo(new Taken(LIMITS.smallBytes(), Optional.empty()));
    }

    @Test
    void join_manyReaders_oneRequestAndAllWhole() throws Exception {
        var gate = new Gate();
        origin.then(_ -> Reply.of(200).bytes(LARGE, 0, 500_000).step(gate::pass).bytes(LARGE, 500_000, LARGE.length));
        var readers = new ArrayList<Future<byte[]>>();
        for (int i = 0; i < 50; i++) {
            readers.add(clients.submit(() -> read(fetches.join(promised(LARGE)))));
        }
        awaitReaders(50);
        gate.open();

        for (var reader : readers) {
            assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(LARGE);
        }
        assertThat(origin.requests).hasSize(1);
        assertStored(LARGE);
    }

    // ---- the promise is broken

    @Test
    void join_sameSizeOtherBytes_cutsOffAndKeepsNothing() throws Exception {
        var gate = new Gate();
        origin.then(_ -> Reply.of(200, VALIDATED)
                .bytes(LARGE_WRONG, 0, 1_000_000)
                .step(gate::pass)
                .bytes(LARGE_WRONG, 1_000_000, LARGE.length));
        var reader = arriving(fetches.join(promised(LARGE))).reader();
        gate.open();

        assertCutOff(take(reader), LARGE.length);

        assertNothingKept();
        assertThat(troubles()).singleElement().satisfies(trouble -> {
            assertThat(trouble.url()).isEqualTo(BY_HASH.toString());
            assertThat(trouble.peer()).isEqualTo("192.0.2.1:80");
            assertThat(trouble.cause())
                    .contains(
                            "received " + LARGE.length + " bytes, SHA256:" + Samples.sha256(LARGE_WRONG),
                            "promised was " + LARGE.length + " bytes, SHA256:" + Samples.sha256(LARGE));
        });
    }

    @Test
    void join_afterReadersWereCutOff_goesAroundCachesAndHeals() throws Exception {
        var gate = new Gate();
        origin.then(_ -> Reply.of(200, VALIDATED)
                .bytes(LARGE_WRONG, 0, 1_000_000)
                .step(gate::pass)
                .bytes(LARGE_WRONG, 1_000_000, LARGE.length));
        var reader = arriving(fetches.join(promised(LARGE))).reader();
        gate.open();
        assertCutOff(take(reader), LARGE.length);
        awaitIdle();
        origin.then(_ -> whole(LARGE));

        assertThat(read(fetches.join(promised(LARGE)))).isEqualTo(LARGE);
        assertThat(asked()).containsExactly("by-hash", "by-hash!");
        assertStored(LARGE);

        catalog.remove(catalog.find(KEY).getFirst());
        origin.then(_ -> whole(LARGE));
        read(fetches.join(promised(LARGE)));
        assertThat(asked()).as("trusted again").endsWith("by-hash");
    }

    @Test
    void join_manyReadersOfAWrongFile_noneGetsItsEnd() throws Exception {
        var gate = new Gate();
        origin.then(_ -> Reply.of(200)
                .bytes(LARGE_WRONG, 0, 500_000)
                .step(gate::pass)
                .bytes(LARGE_WRONG, 500_000, LARGE.length));
        var first = arriving(fetches.join(promised(LARGE))).reader();
        var others = new ArrayList<Future<Taken>>();
        for (int i = 0; i < 49; i++) {
            others.add(clients.submit(() -> take(fetches.join(promised(LARGE)))));
        }
        awaitReaders(50);
        gate.open();

        assertCutOff(take(first), LARGE.length);
        for (var other : others) {
            assertNotWhole(other.get(30, TimeUnit.SECONDS), LARGE.length);
        }
        assertThat(origin.requests).hasSize(1);
        assertNothingKept();
    }

    @Test
    void narrow_rangeOfAWrongFile_isNotCompleteEither() throws Exception {
        var gate = new Gate();
        origin.then(_ -> Reply.of(200)
                .bytes(LARGE_WRONG, 0, 1_000_000)
                .step(gate::pass)
                .bytes(LARGE_WRONG, 1_000_000, LARGE.length));
        var reader = arriving(fetches.join(promised(LARGE))).reader();
        reader.narrow(100, 200);
        gate.awaitArrival(Duration.ofSeconds(30));
        assertThat(((Content.Piece.InFile) reader.next()).count()).isEqualTo(99);
        gate.open();

        assertThat(take(reader).cause())
                .get()
                .satisfies(cause -> assertThat(cause).hasCauseInstanceOf(DigestMismatchException.class));
    }

    @Test
    void narrow_rangeOfARightFile_isComplete() throws Exception {
        origin.then(_ -> whole(LARGE));
        var reader = arriving(fetches.join(promised(LARGE))).reader();
        reader.narrow(100, 200);

        assertThat(readAll(reader)).isEqualTo(Arrays.copyOfRange(LARGE, 100, 200));
        assertStored(LARGE);
    }

    @Test
    void join_otherLength_isRefusedUnread() throws Exception {
        origin.then(_ -> Reply.of(200).length(LARGE.length + 1).step(NEVER_READ));
        origin.then(_ -> whole(LARGE));

        assertThat(read(fetches.join(promised(LARGE)))).isEqualTo(LARGE);

        assertThat(asked()).containsExactly("by-hash", "plain");
        assertStored(LARGE);
        assertThat(troubles())
                .singleElement()
                .satisfies(trouble -> assertThat(trouble.cause())
                        .contains(
                                "received " + (LARGE.length + 1) + " bytes, promised was " + LARGE.length + " bytes"));
    }

    @Test
    void join_longerThanSaid_isNotReadOn() throws Exception {
        origin.then(_ ->
                Reply.of(200).bytes(SMALL).bytes(SMALL, 0, 1).step(NEVER_READ).unknownLength());
        origin.then(_ -> whole(SMALL));

        assertThat(read(fetches.join(promised(SMALL)))).isEqualTo(SMALL);

        assertThat(asked()).containsExactly("by-hash", "plain");
        assertThat(troubles())
                .singleElement()
                .satisfies(trouble ->
                        assertThat(trouble.cause()).contains("received more than " + SMALL.length + " bytes"));
        assertStored(SMALL);
    }

    @Test
    void join_longerThanSaidBehindManyBytes_cutsOff() throws Exception {
        var gate = new Gate();
        origin.then(_ -> Reply.of(200)
                .bytes(LARGE, 0, 1_000_000)
                .step(gate::pass)
                .bytes(LARGE, 1_000_000, LARGE.length)
                .bytes(SMALL)
                .unknownLength());
        var reader = arriving(fetches.join(promised(LARGE))).reader();
        gate.open();

        assertCutOff(take(reader), LARGE.length);
        assertNothingKept();
    }

    @Test
    void join_shorterWithoutLength_isWrong() throws Exception {
        origin.then(_ -> Reply.of(200).bytes(SMALL, 0, SMALL.length - 1).unknownLength());
        origin.then(_ -> whole(SMALL));

        assertThat(read(fetches.join(promised(SMALL)))).isEqualTo(SMALL);
        assertThat(asked()).containsExactly("by-hash", "plain");
        assertStored(SMALL);
    }

    @Test
    void join_anErrorPageForALargeFile_isNeverSeen() throws Exception {
        origin.then(_ -> Reply.of(200, "Content-Type", "text/html")
                .bytes(Samples.utf8("<html>please log in</html>"))
                .unknownLength());
        origin.then(_ -> whole(LARGE));

        var arriving = arriving(fetches.join(promised(LARGE)));

        assertThat(arriving.head().fields().contains("Content-Type")).isFalse();
        assertThat(readAll(arriving.reader())).isEqualTo(LARGE);
        assertStored(LARGE);
    }

    @Test
    void join_inAContentCoding_isWrong() throws Exception {
        origin.then(_ -> Reply.of(200, "Content-Encoding", "gzip")
                .bytes(Samples.bytes(5, 9_000))
                .unknownLength());
        origin.then(_ -> whole(SMALL));

        assertThat(read(fetches.join(promised(SMALL)))).isEqualTo(SMALL);
        assertStored(SMALL);
    }

    @Test
    void join_206ToAPlainRequest_willDoWhenItIsAll() throws Exception {
        origin.then(_ -> rest(SMALL, 0));

        var arriving = arriving(fetches.join(promised(SMALL)));

        assertThat(arriving.head().status()).isEqualTo(200);
        assertThat(arriving.head().fields().contains("Content-Range")).isFalse();
        assertThat(readAll(arriving.reader())).isEqualTo(SMALL);
        assertStored(SMALL);
    }
}
