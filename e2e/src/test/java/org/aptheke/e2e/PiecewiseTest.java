package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import org.aptheke.testkit.Gate;
import org.aptheke.testkit.ReceivedRequest;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.Samples;
import org.aptheke.testkit.Wire;
import org.junit.jupiter.api.Test;

/** Clients that load one file in pieces, at once or one after the other, leave it whole for the next. */
final class PiecewiseTest extends SharedAptheke {
    private static final int MEGABYTE = 1_000_000;
    private static final Resource FILE =
            Resource.of(Samples.bytes(11, 48 * MEGABYTE)).withEtag("\"v1\"");

    @Test
    void get_inPiecesAtOnce_theWholeIsFetchedToItsEnd() throws Exception {
        var begun = new Gate();
        origin.on("/pool/split.deb", (request, reply) -> {
            if (request.field("Range").isEmpty()) {
                reply.holdAt(4 * MEGABYTE, begun);
            }
            FILE.answer(request, reply);
        });
        var url = origin.url("/pool/split.deb");
        var first = aptheke.connect();
        first.send(Wire.request("GET", url));
        first.readHead();
        first.readBytes(MEGABYTE);

        var piece = aptheke.get(url, "Range: bytes=40000000-40999999");
        first.abort();
        begun.open();
        var whole = aptheke.get(url);

        assertThat(piece.status()).isEqualTo(206);
        assertThat(piece.sha256()).isEqualTo(sha256Of(40 * MEGABYTE, 41 * MEGABYTE));
        assertThat(whole.sha256()).isEqualTo(FILE.sha256());
        assertThat(origin.requests("/pool/split.deb"))
                .extracting(request -> request.field("Range").orElse("none"))
                .containsExactly("none", "bytes=40000000-40999999");
    }

    @Test
    void get_pieceThatIsAboutToCome_waitsForTheWhole() throws Exception {
        var begun = new Gate();
        origin.on("/pool/near.deb", (request, reply) -> FILE.answer(request, reply.holdAt(4 * MEGABYTE, begun)));
        var url = origin.url("/pool/near.deb");
        try (var first = aptheke.connect();
                var second = aptheke.connect()) {
            first.send(Wire.request("GET", url));
            first.readHead();
            first.readBytes(4 * MEGABYTE);

            second.send(Wire.request("GET", url, "Range: bytes=6000000-6999999"));
            aptheke.get("/healthz");
            begun.open();
            var head = second.readHead();

            assertThat(head.status()).isEqualTo(206);
            assertThat(Samples.sha256(second.readBytes(MEGABYTE))).isEqualTo(sha256Of(6 * MEGABYTE, 7 * MEGABYTE));
        }
        assertThat(aptheke.get(url).sha256()).isEqualTo(FILE.sha256());
        assertThat(origin.requests("/pool/near.deb").getFirst().field("Range")).isEmpty();
        assertThat(origin.requests("/pool/near.deb"))
                .extracting(request -> request.field("Range").orElse("none"))
                .doesNotContain("bytes=6000000-6999999");
    }

    @Test
    void get_resumedByTheClient_goesOnFromWhatIsKept() throws Exception {
        var midway = new Gate();
        origin.on("/pool/resumed.deb", (request, reply) -> FILE.answer(request, reply.holdAt(20 * MEGABYTE, midway)));
        var url = origin.url("/pool/resumed.deb");
        var first = aptheke.connect();
        first.send(Wire.request("GET", url));
        first.readHead();
        first.readBytes(20 * MEGABYTE);
        first.abort();
        midway.awaitArrival(Duration.ofSeconds(20));
        midway.open();

        var rest = aptheke.get(url, "Range: bytes=10000000-", "If-Range: \"v1\"");
        var whole = aptheke.get(url);

        assertThat(rest.status()).isEqualTo(206);
        assertThat(rest.field("Content-Range")).contains("bytes 10000000-47999999/48000000");
        assertThat(rest.sha256()).isEqualTo(sha256Of(10 * MEGABYTE, 48 * MEGABYTE));
        assertThat(whole.sha256()).isEqualTo(FILE.sha256());
        assertThat(origin.requests("/pool/resumed.deb"))
                .hasSizeLessThanOrEqualTo(2)
                .filteredOn(request -> request.field("Range").isPresent())
                .allSatisfy(request -> assertThat(firstByte(request)).isGreaterThanOrEqualTo(20 * MEGABYTE));
    }

    private static int firstByte(ReceivedRequest request) {
        String range = request.field("Range").orElseThrow();
        return Integer.parseInt(range.substring("bytes=".length(), range.indexOf('-')));
    }

    private static String sha256Of(int from, int to) {
        return Samples.sha256(Arrays.copyOfRange(FILE.content(), from, to));
    }
}
