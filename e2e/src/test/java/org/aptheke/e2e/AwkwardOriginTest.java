package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.aptheke.testkit.CutShortException;
import org.aptheke.testkit.Handler;
import org.aptheke.testkit.ReceivedRequest;
import org.aptheke.testkit.RefusingPort;
import org.aptheke.testkit.Reply.Ending;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.Resource.Ignoring;
import org.aptheke.testkit.Samples;
import org.aptheke.testkit.ScriptedOrigin;
import org.aptheke.testkit.Wire;
import org.aptheke.testkit.WireResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Origins that frame, redirect and lie as real ones do. */
final class AwkwardOriginTest extends SharedAptheke {
    private static final byte[] CONTENT = Samples.bytes(5, 200_000);
    private static final String SHA256 = Samples.sha256(CONTENT);
    private static final String FRESH = "Cache-Control: max-age=3600";

    @Test
    void chunked_withoutLength_isStoredWithItsLength() throws Exception {
        isStored((request, reply) -> reply.chunked(CONTENT, 7_000, FRESH));
        assertThat(get("/f").field("Content-Length")).contains("200000");
    }

    @Test
    void chunked_toAnHttp10Client_comesWithoutChunks() throws Exception {
        origin.on("/f", (request, reply) -> reply.chunked(CONTENT, 7_000, FRESH));
        try (var wire = aptheke.connect()) {
            wire.send("GET " + origin.url("/f") + " HTTP/1.0\r\n\r\n");
            var answer = wire.read();

            assertThat(answer.isChunked()).isFalse();
            assertThat(answer.sha256()).isEqualTo(SHA256);
        }
    }

    @Test
    void chunked_withTrailersAndExtensions_isUnderstood() throws Exception {
        isStored((request, reply) -> {
            reply.head(200, "Transfer-Encoding: chunked", FRESH);
            reply.raw(Integer.toHexString(CONTENT.length).toUpperCase(Locale.ROOT) + ";name=value\r\n");
            reply.body(CONTENT);
            reply.raw("\r\n");
            reply.lastChunk("X-Trailer: 1");
        });
    }

    @Test
    void chunked_brokenOff_clientSeesItAndNothingIsStored() throws Exception {
        isNeverTakenAsWhole((request, reply) -> {
            reply.head(200, "Transfer-Encoding: chunked", FRESH);
            reply.chunk(CONTENT);
            reply.thenClose();
        });
    }

    @Test
    void chunked_badSize_clientSeesItAndNothingIsStored() throws Exception {
        isNeverTakenAsWhole((request, reply) -> {
            reply.head(200, "Transfer-Encoding: chunked", FRESH);
            reply.chunk(CONTENT);
            reply.raw("zz\r\nhello\r\n0\r\n\r\n");
            reply.thenClose();
        });
    }

    @Test
    void closeDelimited_http11_isStored() throws Exception {
        isStored((request, reply) -> reply.closeDelimited(CONTENT, FRESH));
    }

    @Test
    void http10_withLength_isStored() throws Exception {
        isStored((request, reply) -> reply.version("HTTP/1.0").send(200, CONTENT, FRESH));
    }

    @Test
    void http10_closeDelimited_isStored() throws Exception {
        isStored((request, reply) -> reply.version("HTTP/1.0").closeDelimited(CONTENT, FRESH));
    }

    @Test
    void closeDelimited_reset_clientSeesItAndNothingIsStored() throws Exception {
        isNeverTakenAsWhole(
                (request, reply) -> reply.cutAfter(100_000, Ending.RESET).closeDelimited(CONTENT, FRESH));
    }

    @Test
    void wrongLength_tooLong_clientSeesItAndNothingIsStored() throws Exception {
        isNeverTakenAsWhole((request, reply) -> {
            reply.head(200, "Content-Length: 300000", FRESH);
            reply.body(CONTENT);
            reply.thenClose();
        });
    }

    @Test
    void wrongLength_tooShort_givesWhatTheLengthSays() throws Exception {
        origin.on("/f", (request, reply) -> {
            reply.head(200, "Content-Length: 100000", FRESH);
            reply.body(CONTENT);
            reply.thenClose();
        });
        assertThat(get("/f").length()).isEqualTo(100_000);
        assertThat(aptheke.get("/healthz").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 200000\r\nContent-Length: 100000",
                "Content-Length: 200000, 100000",
                "Content-Length: +200000",
                "Content-Length: -1",
                "Content-Length: 2e5",
                "Content-Length: 99999999999999999999",
                "Transfer-Encoding: gzip, nonsense"
            })
    void framing_unclear_isATrueErrorOrACut(String lines) throws Exception {
        isNeverTakenAsWhole((request, reply) -> {
            reply.head(200, lines, FRESH);
            reply.body(CONTENT);
            reply.thenClose();
        });
    }

    @Test
    void bothLengths_chunkedDecides_orItIsRefused() throws Exception {
        origin.on("/f", (request, reply) -> {
            reply.head(200, "Content-Length: 5", "Transfer-Encoding: chunked", FRESH);
            reply.chunk(CONTENT);
            reply.lastChunk();
            reply.thenClose();
        });
        var answer = get("/f");
        if (answer.status() == 200) {
            assertThat(answer.sha256()).isEqualTo(SHA256);
        } else {
            assertThat(answer.status()).isEqualTo(502);
        }
    }

    @Test
    void contentEncoding_sentByTheOrigin_isKeptAndBytesAreUntouched() throws Exception {
        var etag = "ETag: \"gz\"";
        isStored((request, reply) -> reply.send(200, CONTENT, "Content-Encoding: gzip", etag, FRESH));
        assertThat(get("/f").field("Content-Encoding")).contains("gzip");
        assertThat(origin.requests("/f").getFirst().field("Accept-Encoding"))
                .as("no coding is asked for that the client did not ask for")
                .satisfiesAnyOf(
                        coding -> assertThat(coding).isEmpty(),
                        coding -> assertThat(coding).contains("identity"));
    }

    @Test
    void lastModified_missing_isTheTimeOfFirstStorage() throws Exception {
        isStored((request, reply) -> reply.send(200, CONTENT, FRESH));
        var first = get("/f").field("Last-Modified");
        var second = get("/f").field("Last-Modified");
        assertThat(first).isPresent().isEqualTo(second);
        assertThat(get("/f", "Range: bytes=100000-", "If-Range: " + first.orElseThrow())
                        .status())
                .isEqualTo(206);
    }

    @Test
    void rangeIgnored_clientAsksForARange_getsItOrTheWhole() throws Exception {
        var resource = Resource.of(CONTENT).withEtag("\"v1\"").withFields(FRESH).ignoring(Ignoring.RANGE);
        origin.on("/f", resource);
        var answer = get("/f", "Range: bytes=100-199");
        assertThat(answer.status()).isIn(200, 206);
        assertThat(answer.length()).isEqualTo(answer.status() == 206 ? 100 : CONTENT.length);
        assertThat(get("/f").sha256()).isEqualTo(SHA256);
    }

    @Test
    void partialContent_forAPlainGet_isNotTakenForTheWhole() throws Exception {
        origin.on(
                "/f",
                (request, reply) -> reply.send(
                        206, Samples.bytes(6, 100), "Content-Range: bytes 0-99/200000", FRESH, "ETag: \"v1\""));
        try {
            assertThat(get("/f").status()).isNotEqualTo(200);
        } catch (CutShortException e) {
            // A client that sees the cut is not deceived either.
        }
        origin.on("/f", Resource.of(CONTENT).withEtag("\"v1\"").withFields(FRESH));
        assertThat(get("/f").status()).isEqualTo(200);
        assertThat(get("/f").sha256()).isEqualTo(SHA256);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirect_absoluteAndRelative_isFollowedAndStoredUnderTheNameAsked(int status) throws Exception {
        origin.on("/real/f", Resource.of(CONTENT).withEtag("\"v1\"").withFields(FRESH));
        origin.on("/absolute", (request, reply) -> reply.redirect(status, origin.url("/real/f")));
        origin.on("/dir/relative", (request, reply) -> reply.redirect(status, "../real/f"));
        origin.on("/path", (request, reply) -> reply.redirect(status, "/real/f"));
        origin.on(
                "/scheme-relative", (request, reply) -> reply.redirect(status, "//" + origin.authority() + "/real/f"));

        for (var target : new String[] {"/absolute", "/dir/relative", "/path", "/scheme-relative"}) {
            var answer = get(target);
            assertThat(answer.status()).as(target).isEqualTo(200);
            assertThat(answer.sha256()).as(target).isEqualTo(SHA256);
        }
    }

    @Test
    void redirect_loop_isATrueErrorAfterFewRequests() throws Exception {
        origin.on("/a", (request, reply) -> reply.redirect(302, origin.url("/b")));
        origin.on("/b", (request, reply) -> reply.redirect(302, "/a"));
        origin.on("/self", (request, reply) -> reply.redirect(302, "/self"));

        isTrueError(get("/a"));
        isTrueError(get("/self"));
        assertThat(origin.count()).isLessThanOrEqualTo(30);
    }

    @Test
    void redirect_endlessChain_endsAfterTen() throws Exception {
        origin.otherwise((request, reply) -> {
            int number = Integer.parseInt(request.path().substring("/chain/".length()));
            reply.redirect(302, "/chain/" + (number + 1));
        });

        isTrueError(get("/chain/0"));
        assertThat(origin.count()).isBetween(2, 12);
    }

    @Test
    void redirect_withoutOrWithBadLocation_isATrueErrorOrPassedOn() throws Exception {
        origin.on("/none", (request, reply) -> reply.send(302, "nowhere\n"));
        origin.on("/bad", (request, reply) -> reply.redirect(302, "http://:::/\u00e9"));
        origin.on("/file", (request, reply) -> reply.redirect(302, "file:///etc/passwd"));

        for (var target : new String[] {"/none", "/bad", "/file"}) {
            assertThat(get(target).status()).as(target).isIn(302, 403, 502);
        }
    }

    @Test
    void interimAnswers_beforeTheFinalOne_arePassedOnAndNotStored() throws Exception {
        origin.on("/f", (request, reply) -> {
            reply.interim(100);
            reply.interim(103, "Link: </style.css>; rel=preload", "X-Hint: a");
            reply.send(200, CONTENT, FRESH);
        });
        try (var wire = aptheke.connect()) {
            wire.send(Wire.request("GET", origin.url("/f")));
            var hint = wire.readHead();
            var first = wire.read();
            wire.send(Wire.request("GET", origin.url("/f")));
            var hit = wire.readHead();

            assertThat(hint.status()).isEqualTo(103);
            assertThat(hint.field("Link")).contains("</style.css>; rel=preload");
            assertThat(first.content()).isEqualTo(CONTENT);
            assertThat(first.field("X-Hint")).isEmpty();
            assertThat(hit.status()).isEqualTo(200);
        }
        assertThat(origin.count("/f")).isEqualTo(1);
    }

    /** apt knows 100 alone, and takes any other for the final answer. */
    @Test
    void interimAnswers_toApt_areSkipped() throws Exception {
        origin.on("/f", (request, reply) -> {
            reply.interim(103, "Link: </style.css>; rel=preload");
            reply.send(200, CONTENT, FRESH);
        });
        try (var wire = aptheke.connect()) {
            wire.send(Wire.request("GET", origin.url("/f"), "User-Agent: Debian APT-HTTP/1.3 (2.6.1)"));

            assertThat(wire.readHead().status()).isEqualTo(200);
        }
    }

    @Test
    void nothingAtAll_closedAtOnce_isABadGateway() throws Exception {
        origin.on("/f", (request, reply) -> reply.cut(Ending.CLOSE));
        isTrueError(get("/f"));
    }

    @Test
    void garbage_insteadOfAnAnswer_isABadGateway() throws Exception {
        origin.on("/f", (request, reply) -> {
            reply.raw("SSH-2.0-OpenSSH_9.2\r\n\r\n");
            reply.thenClose();
        });
        isTrueError(get("/f"));
    }

    @Test
    void hugeHead_fromTheOrigin_isABadGateway() throws Exception {
        origin.on("/f", (request, reply) -> {
            reply.head(200, "Content-Length: 1", "X-Large: " + "x".repeat(2_000_000));
            reply.body(new byte[1]);
        });
        isTrueError(get("/f"));
    }

    @Test
    void refusedConnection_nobodyListens_isABadGatewayWithABody() throws Exception {
        try (var port = RefusingPort.hold()) {
            var answer = aptheke.get("http://" + port.authority() + "/f");
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.text()).isNotEmpty();
        }
    }

    @Test
    void unknownHost_isABadGatewayWithABody() throws Exception {
        var answer = aptheke.get("http://no-such-host.invalid/f");
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.text()).contains("no-such-host.invalid");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 410, 429, 500, 501, 503})
    void errorStatus_isPassedOnTrulyWithABody(int status) throws Exception {
        origin.on("/f", (request, reply) -> reply.send(status, "the origin's own words\n"));
        var answer = get("/f");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.length()).isPositive();
    }

    @Test
    void error_withoutABody_getsOneSoThatAptRetries() throws Exception {
        origin.on("/f", (request, reply) -> reply.send(503, ""));
        var answer = get("/f");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.length()).isPositive();
        assertThat(answer.field("Retry-After"))
                .hasValueSatisfying(value -> assertThat(value).matches("\\d+"));
    }

    @Test
    void head_ofAnUncachedFile_asksWithHeadAndDownloadsNothing() throws Exception {
        origin.on("/pool/f.deb", Resource.of(CONTENT).withEtag("\"v1\""));
        try (var wire = aptheke.connect()) {
            var answer = wire.head(origin.url("/pool/f.deb"));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.field("Content-Length")).contains("200000");
        }
        assertThat(origin.requests()).extracting(ReceivedRequest::method).containsExactly("HEAD");
    }

    @Test
    void requestFields_towardsTheOrigin_areAptheke() throws Exception {
        origin.on("/f", Resource.of(CONTENT));
        get(
                "/f",
                "Cookie: secret=1",
                "X-Hop: 1",
                "Connection: X-Hop",
                "TE: trailers",
                "Proxy-Authorization: Basic eDp5");
        var seen = origin.requests("/f").getFirst();
        assertThat(seen.field("Host")).contains(origin.authority());
        assertThat(seen.field("User-Agent"))
                .hasValueSatisfying(agent -> assertThat(agent).startsWith("aptheke/"));
        assertThat(seen.field("Via")).isPresent();
        for (var name : new String[] {"Cookie", "X-Hop", "TE", "Proxy-Authorization"}) {
            assertThat(seen.field(name)).as(name).isEmpty();
        }
    }

    @Test
    void names_withSpecialCharacters_meanOneFileAndGoUpstreamAsWritten() throws Exception {
        var written = "/pool/libstdc++6_1%3a4.2~rc1_all.deb";
        origin.otherwise(Resource.of(CONTENT).withEtag("\"v1\""));
        get(written);
        get("/pool/libstdc%2b%2b6_1:4.2%7Erc1_all.deb");
        get("/pool/libstdc%2B%2b6_1%3A4.2~rc1_all.deb");
        assertThat(origin.requests()).extracting(ReceivedRequest::target).containsExactly(written);
    }

    @Test
    void ipv6Origin_literal_isReached() throws Exception {
        try (var six = ScriptedOrigin.startOnIpv6()) {
            six.on("/f", Resource.of(CONTENT).withFields(FRESH));
            assertThat(aptheke.get(six.url("/f")).sha256()).isEqualTo(SHA256);
            assertThat(six.requests("/f").getFirst().field("Host")).contains(six.authority());
        }
    }

    @Test
    void lastModified_odd_isPassedOnOnlyWhenItIsADate() throws Exception {
        origin.on("/f", (request, reply) -> reply.send(200, CONTENT, "Last-Modified: yesterday", FRESH));
        get("/f");
        assertThat(get("/f").fieldValues("Last-Modified"))
                .allSatisfy(date -> assertThat(date)
                        .matches("(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d\\d \\w\\w\\w \\d{4} \\d\\d:\\d\\d:\\d\\d GMT"));
        origin.on(
                "/g",
                Resource.of(CONTENT)
                        .withLastModified(Instant.parse("2026-03-29T01:30:00Z"))
                        .withFields(FRESH));
        get("/g");
        assertThat(get("/g").field("Last-Modified")).contains("Sun, 29 Mar 2026 01:30:00 GMT");
    }

    @Test
    void answerCutShort_connectionIsClosedNotReused() throws Exception {
        origin.on("/f", (request, reply) -> reply.cutAfter(50_000, Ending.CLOSE).send(200, CONTENT));
        try (var wire = aptheke.connect()) {
            wire.send(Wire.request("GET", origin.url("/f")) + Wire.request("GET", "/healthz"));
            assertThatThrownBy(() -> {
                        wire.withLimit(Duration.ofSeconds(60));
                        wire.read();
                    })
                    .isInstanceOf(CutShortException.class);
            assertThat(wire.isClosedWithin(Duration.ofSeconds(5))).isTrue();
        }
    }

    /** Whole at first, then from the store without asking again. */
    private void isStored(Handler script) throws IOException {
        origin.on("/f", script);
        assertThat(get("/f").sha256()).isEqualTo(SHA256);
        assertThat(get("/f").sha256()).isEqualTo(SHA256);
        assertThat(origin.count("/f")).isEqualTo(1);
    }

    /** However often it is asked for: no answer looks whole that is not. */
    private void isNeverTakenAsWhole(Handler script) throws IOException {
        origin.on("/f", script);
        for (int i = 0; i < 2; i++) {
            try {
                isTrueError(get("/f"));
            } catch (CutShortException e) {
                // Also an end that a client can see.
            }
        }
        origin.on("/f", Resource.of(CONTENT).withEtag("\"whole\""));
        assertThat(get("/f").sha256()).isEqualTo(SHA256);
    }

    private static void isTrueError(WireResponse answer) {
        assertThat(answer.status()).as(answer.toString()).isIn(502, 504, 508);
        assertThat(answer.text()).isNotBlank();
    }

    /** An archive drops the old version at once; a client with yesterday's index still wants it. */
    @Test
    void package_goneWhenItIsChecked_isServedFromTheStoreButToWhoInsists() throws Exception {
        var deb = "/pool/old_1.0_all.deb";
        origin.on(deb, (request, reply) -> reply.send(200, CONTENT, "Cache-Control: max-age=0", "ETag: \"1\""));
        assertThat(get(deb).sha256()).isEqualTo(SHA256);
        origin.on(deb, (request, reply) -> reply.send(404, "superseded\n"));

        assertThat(get(deb, "Cache-Control: no-cache").status()).isEqualTo(404);
        for (int i = 0; i < 2; i++) {
            var answer = get(deb);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.sha256()).isEqualTo(SHA256);
            assertThat(answer.field("Cache-Status").orElseThrow()).contains("stale: origin answered 404");
        }
    }
}
