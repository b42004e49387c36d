package org.aptheke.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.aptheke.fetch.FakeOrigin.Reply;
import org.aptheke.testkit.Gate;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The origin breaks off, and the fetch goes on. */
@Timeout(60)
class BreaksTest extends PlainFixture {
    @Test
    void copy_brokenOff_goesOnWithRangeAndIfRange() throws Exception {
        origin.then(_ -> Reply.of(200, VALIDATED)
                .bytes(LARGE, 0, 1_000_000)
                .length(LARGE.length)
                .breakOff());
        origin.then(_ -> partFrom(1_000_000, "\"v1\""));

        assertThat(read(fetches.join(retrieve()))).isEqualTo(LARGE);
        assertThat(origin.requests.get(1).fields().first("Range")).contains("bytes=1000000-");
        assertThat(origin.requests.get(1).fields().first("If-Range")).contains("\"v1\"");
        awaitStored();
        assertThat(catalog.parts()).isEmpty();
    }

    @Test
    void copy_changedInBetween_readersAreCutOffAndNothingIsStored() throws Exception {
        var gate = new Gate();
        origin.then(_ -> Reply.of(200, VALIDATED)
                .bytes(LARGE, 0, 1_000_000)
                .length(LARGE.length)
                .step(gate::pass)
                .breakOff());
        origin.then(_ -> Reply.of(200, "ETag", "\"v2\"").bytes(Samples.bytes(9, LARGE.length)));
        var reader = arriving(fetches.join(retrieve())).reader();
        gate.open();

        assertThatThrownBy(() -> readAll(reader))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("changed");
        assertThat(catalog.find(KEY)).isEmpty();
    }

    @Test
    void copy_partOfAnotherVersionInReply_isNeverMixed() throws Exception {
        var gate = new Gate();
        origin.then(_ -> Reply.of(200, VALIDATED)
                .bytes(LARGE, 0, 1_000_000)
                .length(LARGE.length)
                .step(gate::pass)
                .breakOff());
        origin.then(_ -> partFrom(1_000_000, "\"v2\""));
        var reader = arriving(fetches.join(retrieve())).reader();
        gate.open();

        assertThatThrownBy(() -> readAll(reader)).isInstanceOf(IOException.class);
        assertThat(catalog.find(KEY)).isEmpty();
    }

    @Test
    void copy_originIgnoresRange_theSameBytesAreSkipped() throws Exception {
        origin.then(_ -> Reply.of(200, VALIDATED)
                .bytes(LARGE, 0, 1_000_000)
                .length(LARGE.length)
                .breakOff());
        origin.then(_ -> Reply.of(200, VALIDATED).bytes(LARGE));

        assertThat(read(fetches.join(retrieve()))).isEqualTo(LARGE);
    }

    /** Also within the bytes that had come before; the audit counts what is left open. */
    @Test
    void copy_brokenOffWhileItRepeats_isAskedForAgain() throws Exception {
        origin.then(_ ->
                Reply.of(200).bytes(LARGE, 0, 1_000_000).length(LARGE.length).breakOff());
        origin.then(
                _ -> Reply.of(200).bytes(LARGE, 0, 500_000).length(LARGE.length).breakOff());
        origin.then(_ -> Reply.of(200).bytes(LARGE));

        assertThat(read(fetches.join(retrieve()))).isEqualTo(LARGE);
    }

    @Test
    void copy_noValidator_goesOnOnlyWhenTheBytesBeforeAreTheSame() throws Exception {
        origin.then(_ ->
                Reply.of(200).bytes(LARGE, 0, 1_000_000).length(LARGE.length).breakOff());
        origin.then(_ -> Reply.of(200).bytes(LARGE));

        assertThat(read(fetches.join(retrieve()))).isEqualTo(LARGE);
        assertThat(origin.requests.get(1).fields().contains("Range")).isFalse();
    }

    @Test
    void copy_smallContentBreaksOff_isFetchedAgainUnseen() throws Exception {
        origin.then(_ -> Reply.of(200, "ETag", "\"v1\"")
                .bytes(SMALL, 0, 5_000)
                .length(SMALL.length)
                .breakOff());
        byte[] changed = Samples.bytes(3, 10_000);
        origin.then(_ -> Reply.of(200, "ETag", "\"v2\"").bytes(changed));

        assertThat(read(fetches.join(retrieve()))).isEqualTo(changed);
    }

    @Test
    void copy_breaksForEver_givesUpAndKeepsThePart() throws Exception {
        breakForEver();
        assertThat(catalog.parts()).hasSize(1);

        origin.then(_ -> partFrom(2_000_000, "\"v1\""));
        assertThat(read(fetches.join(retrieve()))).isEqualTo(LARGE);
        awaitStored();
        assertThat(catalog.parts()).isEmpty();
    }

    @Test
    void copy_leftByAllReaders_keepsThePartForTheNext() throws Exception {
        var gate = new Gate();
        origin.then(_ -> Reply.of(200, VALIDATED)
                .bytes(LARGE, 0, 1_500_000)
                .step(gate::pass)
                .bytes(LARGE, 1_500_000, 1_600_000)
                .step(gate::pass)
                .length(LARGE.length)
                .breakOff());
        var reader = arriving(fetches.join(retrieve())).reader();
        reader.next();
        gate.awaitArrival(Duration.ofSeconds(30));
        reader.close();
        gate.open();
        awaitIdle();
        assertThat(origin.requests).hasSize(1);

        origin.then(request -> partFrom(
                Integer.parseInt(request.fields().first("Range").orElseThrow().replaceAll("[^0-9]", "")), "\"v1\""));
        assertThat(read(fetches.join(retrieve()))).isEqualTo(LARGE);
        assertThat(origin.requests.get(1).fields().first("Range").orElseThrow()).matches("bytes=1[56]00000-");
    }

    @Test
    void continueKept_originChanged_startsAnew() throws Exception {
        breakForEver();
        byte[] changed = Samples.bytes(4, 2 << 20);
        origin.then(_ -> Reply.of(200, "ETag", "\"v2\"").bytes(changed));

        assertThat(read(fetches.join(retrieve()))).isEqualTo(changed);
        awaitStored();
        assertThat(catalog.parts()).isEmpty();
        try (var files = java.nio.file.Files.list(data.resolve("partial"))) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void continueKept_originAway_keepsThePart() throws Exception {
        breakForEver();
        assertThat(fetches.join(retrieve())).isInstanceOf(FetchOutcome.Failed.class);
        awaitIdle();

        origin.then(_ -> partFrom(2_000_000, "\"v1\""));
        assertThat(read(fetches.join(retrieve()))).isEqualTo(LARGE);
    }

    /** The origin breaks off after two million bytes, and has nothing more to say. */
    private void breakForEver() throws Exception {
        var gate = new Gate();
        origin.then(_ -> Reply.of(200, VALIDATED)
                .bytes(LARGE, 0, 2_000_000)
                .length(LARGE.length)
                .step(gate::pass)
                .breakOff());
        var reader = arriving(fetches.join(retrieve())).reader();
        gate.open();
        assertThatThrownBy(() -> readAll(reader)).isInstanceOf(IOException.class);
        awaitIdle();
    }
}
