package org.aptheke.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.fetch.FakeOrigin.Reply;
import org.aptheke.http.Content;
import org.aptheke.http.Fields;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.OriginUnreachableException;
import org.aptheke.repo.Expectation;
import org.aptheke.testkit.Gate;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

    // ---- which source

    @Test
    void join_byHashWrong_plainRight() throws Exception {
        origin.then(_ -> whole(SMALL_WRONG));
        origin.then(_ -> whole(SMALL));

        assertThat(read(fetches.join(promised(SMALL)))).isEqualTo(SMALL);
        assertThat(asked()).containsExactly("by-hash", "plain");
        assertStored(SMALL);
    }

    @Test
    void join_plainWrong_byHashRight() throws Exception {
        origin.then(_ -> whole(SMALL_WRONG));
        origin.then(_ -> whole(SMALL));

        var outcome = fetches.join(promised(expectation(SMALL), Fields.EMPTY, PLAIN, BY_HASH));

        assertThat(read(outcome)).isEqualTo(SMALL);
        assertThat(asked()).containsExactly("plain", "by-hash");
        assertStored(SMALL);
    }

    @Test
    void join_allWrongAtFirst_goesAroundCaches() throws Exception {
        origin.then(_ -> whole(SMALL_WRONG)).then(_ -> whole(SMALL_WRONG)).then(_ -> absent());
        origin.then(_ -> whole(SMALL));

        assertThat(read(fetches.join(promised(SMALL)))).isEqualTo(SMALL);
        assertThat(asked()).containsExactly("by-hash", "plain", "by-hash!", "plain!");
        assertStored(SMALL);
    }

    @Test
    void join_alwaysWrong_fails() throws Exception {
        origin.otherwise(_ -> whole(SMALL_WRONG));

        var failure = mismatch(fetches.join(promised(SMALL)));

        assertThat(failure.expected()).isEqualTo(SMALL.length + " bytes, SHA256:" + Samples.sha256(SMALL));
        assertThat(failure.received()).isEqualTo(SMALL.length + " bytes, SHA256:" + Samples.sha256(SMALL_WRONG));
        assertThat(asked()).containsExactly("by-hash", "plain", "by-hash!", "plain!");
        assertNothingKept();

        mismatch(fetches.join(promised(SMALL)));
        assertThat(asked()).hasSize(6).endsWith("by-hash!", "plain!");
    }

    @Test
    void join_firstSourceRefuses_secondIsAsked() throws Exception {
        for (int status : new int[] {403, 404, 410, 429, 500, 503}) {
            origin.then(_ -> Reply.of(status).bytes(Samples.utf8("no\n")));
            origin.then(_ -> whole(SMALL));

            assertThat(read(fetches.join(promised(SMALL)))).isEqualTo(SMALL);
            assertStored(SMALL);
            catalog.remove(catalog.find(KEY).getFirst());
        }
    }

    @Test
    void join_firstSourceIsAway_secondIsAsked() throws Exception {
        origin.then(_ -> {
            throw new OriginUnreachableException("nobody there");
        });
        origin.then(_ -> whole(SMALL));

        assertThat(read(fetches.join(promised(SMALL)))).isEqualTo(SMALL);
        assertThat(troubles())
                .singleElement()
                .satisfies(trouble -> assertThat(trouble.cause()).contains("nobody there"));
        assertStored(SMALL);
    }

    @Test
    void join_absentEverywhere_passesTheFirstOn() throws Exception {
        origin.then(_ -> Reply.of(404, "X-From", "first").bytes(Samples.utf8("no such file\n")));
        origin.then(_ -> Reply.of(410).bytes(Samples.utf8("gone\n")));

        var arriving = arriving(fetches.join(promised(SMALL)));

        assertThat(arriving.head().status()).isEqualTo(404);
        assertThat(arriving.head().fields().first("X-From")).contains("first");
        assertThat(readAll(arriving.reader())).isEqualTo(Samples.utf8("no such file\n"));
        assertThat(asked()).containsExactly("by-hash", "plain");
        assertNothingKept();
    }

    @Test
    void join_manyWaitForWhatIsAbsent_allGetThe404() throws Exception {
        var gate = new Gate();
        origin.then(_ -> {
            gate.pass();
            return absent();
        });
        origin.then(_ -> absent());
        var readers = new ArrayList<Future<FetchOutcome>>();
        for (int i = 0; i < 10; i++) {
            readers.add(clients.submit(() -> fetches.join(promised(SMALL))));
        }
        awaitReaders(10);
        gate.open();

        for (var reader : readers) {
            var arriving = arriving(reader.get(30, TimeUnit.SECONDS));
            assertThat(arriving.head().status()).isEqualTo(404);
            assertThat(readAll(arriving.reader())).isEqualTo(Samples.utf8("no such file\n"));
        }
        assertThat(origin.requests).hasSize(2);
    }

    @Test
    void join_absentHereAndFailingThere_isNotAbsent() throws Exception {
        origin.then(_ -> absent());
        origin.then(_ -> Reply.of(503).bytes(Samples.utf8("later\n")));
        var arriving = arriving(fetches.join(promised(SMALL)));
        assertThat(arriving.head().status()).isEqualTo(503);
        arriving.reader().close();
        awaitIdle();

        origin.then(_ -> absent());
        origin.then(_ -> {
            throw new OriginUnreachableException("nobody there");
        });
        assertThat(fetches.join(promised(SMALL)))
                .isInstanceOfSatisfying(
                        FetchOutcome.Failed.class,
                        failed -> assertThat(failed.cause()).hasMessage("nobody there"));
    }

    @Test
    void join_absentHereAndWrongThere_isWrong() throws Exception {
        origin.then(_ -> absent()).then(_ -> whole(SMALL_WRONG)).otherwise(_ -> absent());

        mismatch(fetches.join(promised(SMALL)));
        assertNothingKept();
    }

    @Test
    void join_answersOfNoUse_areNoContent() throws Exception {
        origin.then(_ -> Reply.of(204)).then(_ -> Reply.of(302));

        assertThat(fetches.join(promised(SMALL)))
                .isInstanceOfSatisfying(
                        FetchOutcome.Failed.class,
                        failed -> assertThat(failed.cause()).hasMessageContaining("answered 204"));
        assertNothingKept();
    }

    @Test
    void join_refusalWithoutEnd_isPassedOnWithoutItsContent() throws Exception {
        origin.otherwise(_ -> Reply.of(404, "Content-Type", "text/html").bytes(LARGE));

        var arriving = arriving(fetches.join(promised(SMALL)));

        assertThat(arriving.head().status()).isEqualTo(404);
        assertThat(arriving.head().length()).hasValue(0);
        assertThat(readAll(arriving.reader())).isEmpty();
    }

    @Test
    void join_sourceOnAnotherHost_doesNotGetTheCredentials() throws Exception {
        var mirror = new TargetUri(Scheme.HTTP, "mirror.example", 80, "/debian/Packages.xz", "");
        origin.then(_ -> absent());
        origin.then(_ -> whole(SMALL));

        var fields = Fields.of("Authorization", "Basic c2VjcmV0");
        assertThat(read(fetches.join(promised(expectation(SMALL), fields, BY_HASH, mirror))))
                .isEqualTo(SMALL);

        assertThat(origin.requests)
                .extracting(request -> request.fields().contains("Authorization"))
                .containsExactly(true, false);
        assertThat(origin.requests.getLast().target()).isEqualTo(mirror);
    }

    // ---- what may be stored

    @Test
    void join_originForbidsStoring_isCheckedAllTheSame() throws Exception {
        origin.then(_ -> Reply.of(200, "Cache-Control", "no-store").bytes(LARGE));
        assertThat(read(fetches.join(promised(LARGE)))).isEqualTo(LARGE);
        assertNothingKept();

        var gate = new Gate();
        origin.then(_ -> Reply.of(200, "Cache-Control", "private")
                .bytes(LARGE_WRONG, 0, 200_000)
                .step(gate::pass)
                .bytes(LARGE_WRONG, 200_000, LARGE.length));
        var reader = arriving(fetches.join(promised(LARGE))).reader();
        gate.open();
        assertCutOff(take(reader), LARGE.length);
        assertNothingKept();
    }

    @Test
    void join_forARequestWithCredentials_isNotFoundByItsContent() throws Exception {
        origin.then(_ -> Reply.of(200, "Cache-Control", "public").bytes(SMALL));

        read(fetches.join(promised(expectation(SMALL), Fields.of("Authorization", "Basic c2VjcmV0"), BY_HASH)));

        assertStored(SMALL);
        assertThat(catalog.findByDigest(digest(SMALL))).isEmpty();
    }

    // ---- the store fails

    @Test
    void join_diskFullOnTheWay_isCheckedAllTheSame() throws Exception {
        fetches = fetchesInto(new FullSink(store, 1_000_000));
        origin.then(_ -> whole(LARGE));
        assertThat(read(fetches.join(promised(LARGE)))).isEqualTo(LARGE);
        assertNothingKept();

        var gate = new Gate();
        origin.then(_ -> Reply.of(200)
                .bytes(LARGE_WRONG, 0, 1_000_000)
                .step(gate::pass)
                .bytes(LARGE_WRONG, 1_000_000, LARGE.length));
        var reader = arriving(fetches.join(promised(LARGE))).reader();
        gate.open();
        assertCutOff(take(reader), LARGE.length);
        assertNothingKept();
    }

    @Test
    void join_diskFullBeforehand_isCheckedAllTheSame() throws Exception {
        fetches = fetchesInto(new FullSink(store, -1));
        origin.then(_ -> whole(LARGE));
        assertThat(read(fetches.join(promised(LARGE)))).isEqualTo(LARGE);

        origin.then(_ -> whole(SMALL_WRONG)).then(_ -> whole(SMALL));
        awaitIdle();
        assertThat(read(fetches.join(promised(SMALL)))).isEqualTo(SMALL);
        assertNothingKept();
    }

    // ---- what is promised

    @ParameterizedTest
    @EnumSource
    void join_digestOfThatAlgorithmOnly_isCheckedAndFoundByIt(DigestAlgorithm algorithm) throws Exception {
        var right = checksum(algorithm, SMALL);
        origin.then(_ -> whole(SMALL_WRONG)).then(_ -> whole(SMALL));

        assertThat(read(fetches.join(promised(Expectation.of(right, OptionalLong.empty())))))
                .isEqualTo(SMALL);

        assertThat(asked()).containsExactly("by-hash", "plain");
        assertStored(SMALL);
        assertThat(catalog.findByChecksum(right)).contains(digest(SMALL));
        assertThat(troubles())
                .singleElement()
                .satisfies(trouble -> assertThat(trouble.cause())
                        .contains(
                                right.toString(),
                                checksum(algorithm, SMALL_WRONG).toString()));
    }

    @Test
    void join_sizeUnknown_neverGivesTheEndOfAWrongFile() throws Exception {
        var gate = new Gate();
        origin.then(_ -> Reply.of(200)
                .bytes(LARGE_WRONG, 0, 500_000)
                .step(gate::pass)
                .bytes(LARGE_WRONG, 500_000, LARGE.length)
                .unknownLength());
        var reader = arriving(fetches.join(promised(Expectation.of(Checksum.of(digest(LARGE)), OptionalLong.empty()))))
                .reader();
        gate.open();

        assertCutOff(take(reader), LARGE.length);
        assertNothingKept();
    }

    @Test
    void join_weakAndStrongDigests_theStrongOnesDecide() throws Exception {
        var expectation = new Expectation(
                List.of(checksum(DigestAlgorithm.MD5, SMALL_WRONG), checksum(DigestAlgorithm.SHA512, SMALL)),
                OptionalLong.of(SMALL.length));
        origin.then(_ -> whole(SMALL));

        assertThat(read(fetches.join(promised(expectation)))).isEqualTo(SMALL);
        assertStored(SMALL);
        assertThat(catalog.findByChecksum(checksum(DigestAlgorithm.MD5, SMALL_WRONG)))
                .isEmpty();
    }

    @Test
    void join_severalWeakDigests_allMustFit() throws Exception {
        var expectation = new Expectation(
                List.of(checksum(DigestAlgorithm.MD5, SMALL), checksum(DigestAlgorithm.SHA1, SMALL_WRONG)),
                OptionalLong.empty());
        origin.otherwise(_ -> whole(SMALL));

        mismatch(fetches.join(promised(expectation)));
        assertNothingKept();
    }

    @Test
    void join_otherPromiseForTheSameKey_isAnotherFetch() throws Exception {
        var gate = new Gate();
        origin.then(_ -> Reply.of(200).bytes(LARGE, 0, 500_000).step(gate::pass).bytes(LARGE, 500_000, LARGE.length));
        var old = arriving(fetches.join(promised(LARGE))).reader();
        origin.then(_ -> whole(SMALL));

        assertThat(read(fetches.join(promised(SMALL)))).isEqualTo(SMALL);

        gate.open();
        assertThat(readAll(old)).isEqualTo(LARGE);
    }
}
