package org.aptheke.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalLong;
import org.aptheke.cache.StoredPart;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.fetch.FakeOrigin.Reply;
import org.aptheke.http.Fields;
import org.aptheke.origin.OriginRequest;
import org.aptheke.origin.OriginUnreachableException;
import org.aptheke.repo.Expectation;
import org.aptheke.testkit.Gate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A promised content goes on after a break from any source, because its digest decides in the end. */
@Timeout(60)
class PromisedResumeTest extends PromisedFixture {
    private static final int BREAK = 1_500_000;

    // ---- after a break

    @Test
    void copy_brokenOff_goesOnWithRangeAlone() throws Exception {
        origin.then(_ -> begun(LARGE).breakOff());
        origin.then(_ -> rest(LARGE, BREAK));

        assertThat(read(fetches.join(promised(LARGE)))).isEqualTo(LARGE);

        assertThat(range(origin.requests.get(1))).contains("bytes=" + BREAK + "-");
        assertThat(origin.requests.get(1).fields().contains("If-Range")).isFalse();
        assertThat(asked()).containsExactly("by-hash", "by-hash");
        assertStored(LARGE);
    }

    @Test
    void copy_brokenOffAndSourceGone_goesOnFromTheSecond() throws Exception {
        origin.then(_ -> begun(LARGE).breakOff());
        origin.then(_ -> {
            throw new OriginUnreachableException("gone");
        });
        origin.then(_ -> rest(LARGE, BREAK));

        assertThat(read(fetches.join(promised(LARGE)))).isEqualTo(LARGE);

        assertThat(asked()).containsExactly("by-hash", "by-hash", "plain");
        assertThat(range(origin.requests.get(2))).contains("bytes=" + BREAK + "-");
        assertStored(LARGE);
        assertThat(catalog.find(KEY).getFirst().fields().first("ETag")).contains("\"v1\"");
    }

    @Test
    void copy_sourceBreaksAtOnceEachTime_theOtherIsAskedInTurn() throws Exception {
        origin.then(_ -> begun(LARGE).breakOff());
        origin.then(_ -> rest(LARGE, LARGE.length - 1).length(1).breakOff());
        origin.otherwise(request -> request.target().equals(PLAIN)
                ? rest(LARGE, from(request))
                : Reply.of(206, "Content-Range", "bytes " + BREAK + "-" + (LARGE.length - 1) + "/" + LARGE.length)
                        .length(LARGE.length - BREAK)
                        .breakOff());

        assertThat(read(fetches.join(promised(LARGE)))).isEqualTo(LARGE);
        assertThat(asked()).endsWith("plain");
        assertStored(LARGE);
    }

    @Test
    void copy_sourceIgnoresRange_theBytesBeforeAreSkipped() throws Exception {
        origin.then(_ -> begun(LARGE).breakOff());
        origin.then(_ -> whole(LARGE));

        assertThat(read(fetches.join(promised(LARGE)))).isEqualTo(LARGE);
        assertStored(LARGE);
    }

    @Test
    void copy_rangeOfRestIsServedInPieces_allAreTaken() throws Exception {
        origin.then(_ -> begun(LARGE).breakOff());
        origin.otherwise(request -> piece(from(request), Math.min(LARGE.length, from(request) + 700_000)));

        assertThat(read(fetches.join(promised(LARGE)))).isEqualTo(LARGE);
        assertStored(LARGE);
    }

    @Test
    void copy_wrongRestAfterABreak_cutsOffAndKeepsNothing() throws Exception {
        var gate = new Gate();
        origin.then(_ -> begun(LARGE).step(gate::pass).breakOff());
        origin.then(_ -> rest(LARGE_WRONG, BREAK));
        var reader = arriving(fetches.join(promised(LARGE))).reader();
        gate.open();

        assertCutOff(take(reader), LARGE.length);
        assertNothingKept();
    }

    @Test
    void copy_onlyOtherLengthsAfterABreak_isWrong() throws Exception {
        var gate = new Gate();
        origin.then(_ -> begun(LARGE).step(gate::pass).breakOff());
        origin.otherwise(_ -> whole(SMALL));
        var reader = arriving(fetches.join(promised(LARGE))).reader();
        gate.open();

        assertCutOff(take(reader), LARGE.length);
        assertNothingKept();
    }

    @Test
    void copy_nothingBehindTheBreak_isWrong() throws Exception {
        var gate = new Gate();
        origin.then(_ -> begun(LARGE).step(gate::pass).breakOff());
        origin.otherwise(_ -> Reply.of(416, "Content-Range", "bytes */" + BREAK));
        var reader = arriving(fetches.join(promised(LARGE))).reader();
        gate.open();

        assertCutOff(take(reader), LARGE.length);
        assertNothingKept();
    }

    @Test
    void copy_brokenOffBeforeAnyByteIsShown_goesOnUnseen() throws Exception {
        origin.then(
                _ -> Reply.of(200).bytes(SMALL, 0, 5_000).length(SMALL.length).breakOff());
        origin.then(_ -> rest(SMALL, 5_000));

        assertThat(read(fetches.join(promised(SMALL)))).isEqualTo(SMALL);
        assertStored(SMALL);
    }

    @Test
    void copy_sizeUnknownAndBrokenOff_goesOn() throws Exception {
        origin.then(_ -> begun(LARGE).unknownLength().breakOff());
        origin.then(_ -> rest(LARGE, BREAK));

        var expectation = Expectation.of(checksum(DigestAlgorithm.SHA512, LARGE), OptionalLong.empty());
        assertThat(read(fetches.join(promised(expectation)))).isEqualTo(LARGE);
        assertStored(LARGE);
    }

    @Test
    void copy_allSourcesGone_failsAndKeepsThePart() throws Exception {
        var gate = new Gate();
        origin.then(_ -> begun(LARGE).step(gate::pass).breakOff());
        origin.otherwise(_ -> absent());
        var reader = arriving(fetches.join(promised(LARGE))).reader();
        gate.open();

        assertThat(take(reader).cause())
                .get()
                .satisfies(cause -> assertThat(cause)
                        .hasMessageContaining("broke off after " + BREAK + " bytes, and was answered with 404"));

        awaitIdle();
        assertThat(catalog.findParts(KEY)).singleElement().satisfies(part -> {
            assertThat(part.end()).isEqualTo(BREAK);
            assertThat(part.completeLength()).hasValue(LARGE.length);
        });
    }

    @Test
    void copy_diskFullBeforeTheBreak_goesOnAndIsChecked() throws Exception {
        fetches = fetchesInto(new FullSink(store, 1_000_000));
        origin.then(_ -> begun(LARGE).breakOff());
        origin.then(_ -> rest(LARGE, BREAK));

        assertThat(read(fetches.join(promised(LARGE)))).isEqualTo(LARGE);
        assertNothingKept();
    }

    // ---- from a part that was kept

    @Test
    void continueKept_leftByItsReaders_goesOnFromTheSecondSource() throws Exception {
        leaveBegun();
        origin.then(_ -> absent()).then(request -> rest(LARGE, from(request)));

        assertThat(read(fetches.join(promised(LARGE)))).isEqualTo(LARGE);

        assertThat(asked()).containsExactly("by-hash", "by-hash", "plain");
        assertThat(from(origin.requests.get(2))).isGreaterThanOrEqualTo(BREAK);
        assertStored(LARGE);
    }

    @Test
    void continueKept_sha512Only_isComputedOverThePartToo() throws Exception {
        keep(LARGE, BREAK, OptionalLong.of(LARGE.length));
        var sha512 = checksum(DigestAlgorithm.SHA512, LARGE);
        origin.then(_ -> rest(LARGE, BREAK));

        assertThat(read(fetches.join(promised(Expectation.of(sha512, OptionalLong.empty())))))
                .isEqualTo(LARGE);

        assertStored(LARGE);
        assertThat(catalog.findByChecksum(sha512)).contains(digest(LARGE));
    }

    @Test
    void continueKept_all_isFiledWithoutAsking() throws Exception {
        keep(LARGE, LARGE.length, OptionalLong.of(LARGE.length));

        assertThat(read(fetches.join(promised(LARGE)))).isEqualTo(LARGE);

        assertThat(origin.requests).isEmpty();
        assertStored(LARGE);
    }

    @Test
    void continueKept_sourceSendsTheWhole_isTakenFromItsStart() throws Exception {
        keep(LARGE_WRONG, BREAK, OptionalLong.of(LARGE.length));
        origin.then(_ -> whole(LARGE));

        assertThat(read(fetches.join(promised(LARGE)))).isEqualTo(LARGE);
        assertThat(range(origin.requests.getFirst())).isPresent();
        assertStored(LARGE);
    }

    @Test
    void continueKept_ofAnotherContent_isFetchedAnew() throws Exception {
        keep(LARGE_WRONG, BREAK, OptionalLong.of(LARGE.length));
        origin.then(_ -> rest(LARGE, BREAK));
        origin.then(_ -> whole(LARGE));

        var brought = fetches.bring(promised(LARGE));

        assertThat(brought).isInstanceOf(Brought.Stored.class);
        assertThat(origin.requests)
                .extracting(request -> range(request).isPresent())
                .containsExactly(true, false);
        assertStored(LARGE);
    }

    @Test
    void continueKept_ofAnotherContentWithReaders_cutsThemOffAndHealsNext() throws Exception {
        keep(LARGE_WRONG, BREAK, OptionalLong.of(LARGE.length));
        var gate = new Gate();
        origin.then(_ -> rest(LARGE, BREAK, gate));
        var reader = arriving(fetches.join(promised(LARGE))).reader();
        gate.open();
        assertCutOff(take(reader), LARGE.length);
        assertNothingKept();

        origin.then(_ -> whole(LARGE));
        assertThat(read(fetches.join(promised(LARGE)))).isEqualTo(LARGE);
        assertThat(asked()).containsExactly("by-hash", "by-hash!");
        assertStored(LARGE);
    }

    @Test
    void continueKept_allOfAnotherContent_isNeverShown() throws Exception {
        keep(LARGE_WRONG, LARGE.length, OptionalLong.of(LARGE.length));
        origin.then(_ -> whole(LARGE));

        assertThat(read(fetches.join(promised(LARGE)))).isEqualTo(LARGE);

        assertThat(range(origin.requests.getFirst())).isEmpty();
        assertStored(LARGE);
    }

    @Test
    void continueKept_ofAnotherLength_isNotUsed() throws Exception {
        keep(LARGE_WRONG, BREAK, OptionalLong.of(LARGE.length + 1));
        origin.then(_ -> whole(LARGE));

        assertThat(read(fetches.join(promised(LARGE)))).isEqualTo(LARGE);
        assertThat(range(origin.requests.getFirst())).isEmpty();
        assertStored(LARGE);
    }

    @Test
    void continueKept_longerThanPromised_isDropped() throws Exception {
        keep(LARGE_WRONG, BREAK, OptionalLong.empty());
        origin.then(_ -> whole(SMALL));

        assertThat(read(fetches.join(promised(SMALL)))).isEqualTo(SMALL);
        assertThat(range(origin.requests.getFirst())).isEmpty();
        assertStored(SMALL);
    }

    @Test
    void continueKept_noSourceHasMore_startsAnew() throws Exception {
        keep(LARGE_WRONG, BREAK, OptionalLong.empty());
        origin.then(_ -> Reply.of(416)).then(_ -> Reply.of(416)).then(_ -> whole(LARGE));

        assertThat(read(fetches.join(promised(LARGE)))).isEqualTo(LARGE);
        assertStored(LARGE);
    }

    @Test
    void continueKept_sourcesAway_keepsThePart() throws Exception {
        keep(LARGE, BREAK, OptionalLong.of(LARGE.length));
        origin.otherwise(_ -> {
            throw new OriginUnreachableException("away");
        });

        assertThat(fetches.join(promised(LARGE))).isInstanceOf(FetchOutcome.Failed.class);
        awaitIdle();
        assertThat(catalog.findParts(KEY)).hasSize(1);

        origin.otherwise(_ -> rest(LARGE, BREAK));
        assertThat(read(fetches.join(promised(LARGE)))).isEqualTo(LARGE);
        assertStored(LARGE);
    }

    @Test
    void continueKept_ofAnUnpromisedFetch_isCheckedAsAWhole() throws Exception {
        keep(LARGE, BREAK, OptionalLong.of(LARGE.length), Fields.of("ETag", "\"v0\""));
        origin.then(_ -> rest(LARGE, BREAK));

        var expectation = Expectation.of(Checksum.of(digest(LARGE)), OptionalLong.empty());
        assertThat(read(fetches.join(promised(expectation)))).isEqualTo(LARGE);
        assertStored(LARGE);
    }

    // ---- helpers

    /** The beginning of a whole. */
    private static Reply begun(byte[] content) {
        return Reply.of(200, VALIDATED).bytes(content, 0, BREAK).length(content.length);
    }

    /** The rest, but not before the gate is open. */
    private static Reply rest(byte[] content, int from, Gate gate) {
        return Reply.of(206, "Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length)
                .length(content.length - from)
                .step(gate::pass)
                .bytes(content, from, content.length);
    }

    private static Reply piece(int first, int end) {
        return Reply.of(206, "Content-Range", "bytes " + first + "-" + (end - 1) + "/" + LARGE.length)
                .bytes(LARGE, first, end);
    }

    private static int from(OriginRequest request) {
        return Integer.parseInt(range(request).orElseThrow().replaceAll("[^0-9]", ""));
    }

    /** A fetch is begun, and left by its only reader. */
    private void leaveBegun() throws Exception {
        var gate = new Gate();
        origin.then(_ -> begun(LARGE).step(gate::pass).bytes(LARGE, BREAK, BREAK + 1_000));
        var reader = arriving(fetches.join(promised(LARGE))).reader();
        gate.awaitArrival(Duration.ofSeconds(30));
        reader.close();
        gate.open();
        awaitIdle();
        assertThat(catalog.findParts(KEY)).hasSize(1);
    }

    private void keep(byte[] content, int end, OptionalLong completeLength) throws IOException {
        keep(content, end, completeLength, Fields.EMPTY);
    }

    /** As a crash leaves it. */
    private void keep(byte[] content, int end, OptionalLong completeLength, Fields fields) throws IOException {
        try (var deposit = store.open(0, completeLength)) {
            deposit.write(ByteBuffer.wrap(content, 0, end));
            deposit.keep();
            catalog.putPart(new StoredPart(
                    KEY,
                    Fields.EMPTY,
                    fields,
                    deposit.partial(),
                    0,
                    0,
                    completeLength,
                    clock.instant(),
                    clock.instant()));
        }
    }
}
