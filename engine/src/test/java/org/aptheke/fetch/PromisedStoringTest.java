package org.aptheke.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.fetch.FakeOrigin.Reply;
import org.aptheke.http.Fields;
import org.aptheke.repo.Expectation;
import org.aptheke.testkit.Gate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A promised content is checked whatever is stored of it, and by whatever it is promised. */
@Timeout(60)
class PromisedStoringTest extends PromisedFixture {
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
        assertThat(catalog.findByDigest(digest(SMALL), Optional.empty())).isEmpty();
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
