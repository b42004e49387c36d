package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.aptheke.testkit.CutShortException;
import org.aptheke.testkit.Gate;
import org.aptheke.testkit.Handler;
import org.aptheke.testkit.ReceivedRequest;
import org.aptheke.testkit.Reply;
import org.aptheke.testkit.Reply.Ending;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.Resource.Ignoring;
import org.aptheke.testkit.Samples;
import org.aptheke.testkit.ScriptedOrigin;
import org.aptheke.testkit.ThrowawayCa;
import org.aptheke.testkit.Wire;
import org.aptheke.testkit.WireResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the incumbent, apt-cacher-ng 3.7.4, was seen to do wrong, each as a test that Aptheke passes. Its defects of
 * expiry belong to the tests of expiry.
 */
final class IncumbentDefectsTest extends SharedAptheke {
    private static final byte[] CONTENT = Samples.bytes(3, 20_000);
    private static final String SHA256 = Samples.sha256(CONTENT);
    private static final Instant CHANGED = Instant.parse("2026-01-02T03:04:05Z");
    private static final Resource OLD = Resource.of(CONTENT).withEtag("\"old\"").withLastModified(CHANGED);
    private static final Resource NEW =
            Resource.of(Samples.bytes(4, 20_000)).withEtag("\"new\"").withLastModified(CHANGED.plusSeconds(60));

    private ThrowawayCa ca;
    private Path hosts;

    @BeforeAll
    @Override
    void startAptheke(@TempDir Path directory) throws Exception {
        ca = ThrowawayCa.create(directory.resolve("ca"));
        hosts = Files.writeString(
                directory.resolve("hosts"),
                "127.0.0.1 localhost\n127.0.0.2 two.example\n127.0.0.1 two.example\n127.0.0.3 dead.example\n");
        super.startAptheke(directory);
    }

    @Override
    void configure(Aptheke.Setup setup) {
        setup.set("freshness.check_after", "\"0s\"");
        setup.set("freshness.not_found", "\"0s\"");
        setup.jvm("-Djavax.net.ssl.trustStore=" + ca.trustStore());
        setup.jvm("-Djavax.net.ssl.trustStorePassword=" + ca.password());
        setup.jvm("-Djdk.net.hosts.file=" + hosts);
    }

    // 1

    @Test
    void missHitAndPathForm_shareOneCopy() throws Exception {
        origin.on("/pool/a_1_amd64.deb", OLD);
        assertThat(get("/pool/a_1_amd64.deb").sha256()).isEqualTo(SHA256);
        assertThat(get("/pool/a_1_amd64.deb").sha256()).isEqualTo(SHA256);
        assertThat(byPath("/pool/a_1_amd64.deb").sha256()).isEqualTo(SHA256);
        assertThat(origin.count()).isEqualTo(1);
    }

    @Test
    void secondPortOfTheSameHost_doesNotCollide() throws Exception {
        try (var other = ScriptedOrigin.start()) {
            origin.on("/pool/a.deb", OLD);
            other.on("/pool/a.deb", NEW);
            assertThat(get("/pool/a.deb").sha256()).isEqualTo(OLD.sha256());
            assertThat(aptheke.get(other.url("/pool/a.deb")).sha256()).isEqualTo(NEW.sha256());
            assertThat(get("/pool/a.deb").sha256()).isEqualTo(OLD.sha256());
        }
    }

    // 2

    @Test
    void twentySimultaneousColdRequests_costOneUpstreamRequest() throws Exception {
        var gate = new Gate();
        origin.on("/pool/slow.deb", (request, reply) -> OLD.answer(request, reply.holdAt(9_000, gate)));
        var url = origin.url("/pool/slow.deb");
        Thread.ofVirtual().start(() -> {
            try {
                gate.awaitArrival(Duration.ofSeconds(20));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            gate.open();
        });
        var digests = Together.run(20, number -> aptheke.get(url).sha256());
        assertThat(digests).containsOnly(SHA256);
        assertThat(origin.count("/pool/slow.deb")).isEqualTo(1);
    }

    // 3

    @Test
    void firstClientAborts_theSecondIsNotCut() throws Exception {
        var gate = new Gate();
        var content = Samples.bytes(5, 300_000);
        origin.on("/pool/f.deb", (request, reply) -> reply.holdAt(150_000, gate).send(200, content, "ETag: \"v1\""));
        var url = origin.url("/pool/f.deb");
        try (var first = aptheke.connect();
                var second = aptheke.connect()) {
            first.send(Wire.request("GET", url));
            first.readHead();
            first.readBytes(150_000);
            second.send(Wire.request("GET", url));
            second.readHead();
            var begin = second.readBytes(150_000);
            first.abort();
            gate.open();
            var end = second.readBytes(150_000);
            assertThat(begin).isEqualTo(Arrays.copyOf(content, 150_000));
            assertThat(end).isEqualTo(Arrays.copyOfRange(content, 150_000, 300_000));
        }
        assertThat(origin.count("/pool/f.deb")).isEqualTo(1);
    }

    // 4 and 22

    @Test
    void unchangedInRelease_isAskedForConditionallyAndNeverByAByteRange() throws Exception {
        origin.on("/dists/stable/InRelease", OLD);
        get("/dists/stable/InRelease");
        for (int i = 0; i < 3; i++) {
            assertThat(get("/dists/stable/InRelease", "Cache-Control: max-age=0")
                            .sha256())
                    .isEqualTo(SHA256);
        }
        var url = origin.url("/dists/stable/InRelease");
        var answers = Together.run(4, number -> aptheke.get(url, "Cache-Control: max-age=0"));

        assertThat(answers).extracting(WireResponse::sha256).containsOnly(SHA256);
        var probes = origin.requests().subList(1, origin.count());
        assertThat(probes).isNotEmpty().allSatisfy(probe -> {
            assertThat(probe.field("Range")).isEmpty();
            assertThat(probe.field("If-None-Match")).contains("\"old\"");
        });
    }

    // 5

    @Test
    void originError_onACachedInRelease_isAnsweredFromTheStoreAndForgetsNothing() throws Exception {
        origin.on("/dists/stable/InRelease", OLD);
        get("/dists/stable/InRelease");
        origin.on("/dists/stable/InRelease", (request, reply) -> reply.send(500, "broken\n"));
        assertThat(get("/dists/stable/InRelease").sha256()).isEqualTo(SHA256);

        origin.on("/dists/stable/InRelease", OLD);
        origin.forget();
        assertThat(get("/dists/stable/InRelease").sha256()).isEqualTo(SHA256);
        assertThat(origin.requests())
                .allSatisfy(
                        request -> assertThat(request.field("If-None-Match")).contains("\"old\""));
    }

    @Test
    void originNotFound_onACachedInRelease_isPassedOnTruly() throws Exception {
        origin.on("/dists/stable/InRelease", OLD);
        get("/dists/stable/InRelease");
        origin.on("/dists/stable/InRelease", (request, reply) -> reply.send(404, "gone\n"));
        assertThat(get("/dists/stable/InRelease", "Cache-Control: max-age=0").status())
                .isEqualTo(404);
    }

    // 6

    @Test
    void closeDelimitedAnswer_isNotAMissingContentLength() throws Exception {
        origin.on("/pool/c.deb", (request, reply) -> reply.closeDelimited(CONTENT));
        assertThat(get("/pool/c.deb").sha256()).isEqualTo(SHA256);
    }

    // 7

    @Test
    void truncatingOrigin_everyTimeAtSevenThousand_isResumedUntilWhole() throws Exception {
        origin.on("/pool/t.deb", (request, reply) -> OLD.answer(request, reply.cutAfter(7_000, Ending.CLOSE)));
        assertThat(get("/pool/t.deb").sha256()).isEqualTo(SHA256);
        assertThat(origin.count("/pool/t.deb")).as("upstream requests").isBetween(3, 6);
        assertThat(origin.requests("/pool/t.deb").getLast().field("Range")).contains("bytes=14000-");
    }

    // 8

    @Test
    void redirects_toAnotherHostOrRelative_areFollowed() throws Exception {
        try (var other = ScriptedOrigin.start()) {
            other.on("/pool/r.deb", OLD);
            origin.on("/real/r.deb", NEW);
            origin.on("/pool/far.deb", (request, reply) -> reply.redirect(302, other.url("/pool/r.deb")));
            origin.on("/pool/near.deb", (request, reply) -> reply.redirect(302, "/real/r.deb"));
            assertThat(get("/pool/far.deb").sha256()).isEqualTo(OLD.sha256());
            assertThat(get("/pool/near.deb").sha256()).isEqualTo(NEW.sha256());
            assertThat(get("/pool/far.deb").sha256()).isEqualTo(OLD.sha256());
            assertThat(other.count()).isEqualTo(1);
        }
    }

    @Test
    void redirectLoop_isATrueError() throws Exception {
        origin.on("/pool/loop.deb", (request, reply) -> reply.redirect(302, "/pool/loop.deb"));
        var answer = get("/pool/loop.deb");
        assertThat(answer.status()).isIn(502, 508);
        assertThat(answer.text()).isNotBlank();
    }

    // 9

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=5000-5999 | 206 | bytes 5000-5999/20000 | 1000",
                "bytes=5000-     | 206 | bytes 5000-19999/20000 | 15000",
                "bytes=0-0       | 206 | bytes 0-0/20000 | 1",
                "bytes=-500      | 206 | bytes 19500-19999/20000 | 500",
                "bytes=-30000    | 206 | bytes 0-19999/20000 | 20000",
                "bytes=20000-    | 416 | bytes */20000 | -1",
                "bytes=-0        | 416 | bytes */20000 | -1",
                "bytes=0-99999   | 206 | bytes 0-19999/20000 | 20000",
                "bytes=1-2,5-6   | 200 | none | 20000",
                "bytes=500-100   | 200 | none | 20000",
                "bytes=a-b       | 200 | none | 20000",
                "lines=1-2       | 200 | none | 20000"
            })
    void ranges_ofAStoredFile_areExact(String range, int status, String contentRange, int length) throws Exception {
        origin.on("/pool/r.deb", OLD);
        get("/pool/r.deb");
        var answer = get("/pool/r.deb", "Range: " + range);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.field("Content-Range").orElse("none")).isEqualTo(contentRange);
        if (length >= 0) {
            assertThat(answer.length()).isEqualTo(length);
        }
        if (status == 206) {
            assertThat(answer.field("Accept-Ranges")).contains("bytes");
            int from = Integer.parseInt(contentRange.replaceAll("bytes (\\d+)-.*", "$1"));
            assertThat(answer.content()).isEqualTo(Arrays.copyOfRange(CONTENT, from, from + length));
        }
        assertThat(origin.count()).isEqualTo(1);
    }

    // 10

    @Test
    void ifRangeOfAnOldFile_givesTheWholeNewOne() throws Exception {
        origin.on("/dists/stable/InRelease", OLD);
        get("/dists/stable/InRelease");
        origin.on("/dists/stable/InRelease", NEW);
        for (var validator : new String[] {"\"old\"", Resource.httpDate(CHANGED), "W/\"new\""}) {
            var answer = get("/dists/stable/InRelease", "Range: bytes=10000-", "If-Range: " + validator);
            assertThat(answer.status()).as(validator).isEqualTo(200);
            assertThat(answer.sha256()).isEqualTo(NEW.sha256());
        }
        for (var validator : new String[] {"\"new\"", Resource.httpDate(CHANGED.plusSeconds(60))}) {
            var answer = get("/dists/stable/InRelease", "Range: bytes=10000-", "If-Range: " + validator);
            assertThat(answer.status()).as(validator).isEqualTo(206);
            assertThat(answer.content()).isEqualTo(Arrays.copyOfRange(NEW.content(), 10_000, 20_000));
        }
    }

    // 12

    @Test
    void headOfAnUncachedFile_saysItsTrueLength() throws Exception {
        origin.on("/pool/h.deb", OLD);
        try (var wire = aptheke.connect()) {
            var answer = wire.head(origin.url("/pool/h.deb"));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.field("Content-Length")).contains("20000");
        }
        assertThat(origin.requests()).extracting(ReceivedRequest::method).containsExactly("HEAD");
    }

    // 13

    @Test
    void hundredAndSixtyIdleConnections_doNotHangTheNextRequest() throws Exception {
        origin.on("/pool/f.deb", OLD);
        var idle = new ArrayList<Wire>();
        try {
            for (int i = 0; i < 160; i++) {
                idle.add(aptheke.connect());
            }
            assertThat(get("/pool/f.deb").sha256()).isEqualTo(SHA256);
        } finally {
            for (var wire : idle) {
                wire.close();
            }
        }
    }

    // 17

    @Test
    void sixtySequentialMisses_stayOnOneConnection() throws Exception {
        origin.otherwise(OLD);
        try (var wire = aptheke.connect()) {
            for (int i = 0; i < 60; i++) {
                var answer = wire.get(origin.url("/pool/m" + i + ".deb"));
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.sha256()).isEqualTo(SHA256);
                assertThat(answer.field("Connection")).isEmpty();
            }
        }
    }

    // 18

    @Test
    void sixtySequentialHits_takeNoFortyMillisecondsEach() throws Exception {
        origin.on("/pool/f.deb", OLD);
        get("/pool/f.deb");
        try (var wire = aptheke.connect()) {
            long start = System.nanoTime();
            for (int i = 0; i < 60; i++) {
                assertThat(wire.get(origin.url("/pool/f.deb")).length()).isEqualTo(20_000);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1_500));
        }
    }

    // 19

    @Test
    void originThatClosesAfterTenRequests_failsNoneOfAPipeline() throws Exception {
        var served = new AtomicInteger();
        origin.otherwise((request, reply) -> {
            if (served.incrementAndGet() % 10 == 0) {
                reply.thenClose();
            }
            OLD.answer(request, reply);
        });
        var requests = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            requests.append(Wire.request("GET", origin.url("/pool/p" + i + ".deb")));
        }
        try (var wire = aptheke.connect()) {
            wire.send(requests.toString());
            for (int i = 0; i < 60; i++) {
                var answer = wire.read();
                assertThat(answer.status())
                        .as("answer %d: %s", i, answer.text())
                        .isEqualTo(200);
                assertThat(answer.sha256()).isEqualTo(SHA256);
            }
        }
    }

    // 20

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/HTTPS///%s/pool/s.deb",
                "http://HTTPS///%s/pool/s.deb",
                "/https/%s/pool/s.deb",
                "https://%s/pool/s.deb"
            })
    void httpsForms_onAnyPort_goUpstreamByTls(String form) throws Exception {
        try (var secure = ScriptedOrigin.startTls(ca)) {
            secure.on("/pool/s.deb", OLD);
            for (int i = 0; i < 2; i++) {
                var answer = aptheke.get(form.formatted(secure.authority()), "Host: aptheke.example");
                assertThat(answer.status()).as(answer.text()).isEqualTo(200);
                assertThat(answer.sha256()).isEqualTo(SHA256);
            }
            assertThat(secure.count()).isEqualTo(1);
        }
    }

    @Test
    void httpsOriginWithAnUntrustedCertificate_isATrueError(@TempDir Path directory) throws Exception {
        try (var secure = ScriptedOrigin.startTls(ThrowawayCa.create(directory))) {
            secure.on("/pool/s.deb", OLD);
            var answer = aptheke.get("/HTTPS///" + secure.authority() + "/pool/s.deb");
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.text()).containsIgnoringCase("certificat");
            assertThat(secure.count()).isZero();
        }
    }

    // 21

    @Test
    void originAway_storedVolatileIsServedAndUncachedIsATrueError() throws Exception {
        origin.on("/dists/stable/InRelease", OLD);
        get("/dists/stable/InRelease");
        origin.close();
        var stored = get("/dists/stable/InRelease", "Cache-Control: max-age=0");
        assertThat(stored.status()).isEqualTo(200);
        assertThat(stored.sha256()).isEqualTo(SHA256);
        var uncached = get("/dists/stable/Release");
        assertThat(uncached.status()).isEqualTo(502);
        assertThat(uncached.text()).isNotBlank();
        assertThat(uncached.field("Retry-After")).isEmpty();
    }

    // 23

    @Test
    void originIgnoringIfRange_afterAChange_isNotAnErrorForEver() throws Exception {
        origin.on("/pool/i.deb", new ChangedAfterTheFirst(10_000));
        try {
            assertThat(get("/pool/i.deb").sha256()).isEqualTo(NEW.sha256());
        } catch (CutShortException e) {
            assertThat(e.received()).isLessThan(20_000);
        }
        assertThat(get("/pool/i.deb").sha256()).isEqualTo(NEW.sha256());
    }

    /** The old file cut short once; from then on the new one, with ranges that ignore If-Range. */
    private static final class ChangedAfterTheFirst implements Handler {
        private final AtomicInteger requests = new AtomicInteger();
        private final int cut;

        ChangedAfterTheFirst(int cut) {
            this.cut = cut;
        }

        @Override
        public void answer(ReceivedRequest request, Reply reply) throws IOException, InterruptedException {
            if (requests.getAndIncrement() == 0) {
                OLD.answer(request, reply.cutAfter(cut, Ending.CLOSE));
            } else {
                NEW.ignoring(Ignoring.IF_RANGE).answer(request, reply);
            }
        }
    }

    // 24, as far as it can be seen without waiting: no address is held on to when it does not answer

    @Test
    void nameWithADeadAndALiveAddress_bothAreTried() throws Exception {
        origin.on("/pool/d.deb", OLD);
        assertThat(aptheke.get("http://two.example:" + origin.port() + "/pool/d.deb")
                        .sha256())
                .isEqualTo(SHA256);
    }

    // Seen later

    @Test
    void twoClientsCheckingOneUnchangedInRelease_bothGetItWhole() throws Exception {
        origin.on("/dists/stable/InRelease", OLD);
        var url = origin.url("/dists/stable/InRelease");
        for (int round = 0; round < 50; round++) {
            var answers = Together.run(2, number -> aptheke.get(url, "Cache-Control: max-age=0"));
            assertThat(answers).extracting(WireResponse::sha256).containsOnly(SHA256);
        }
    }

    @Test
    void getHeadGet_ofAFileJustFetched_doesNotHang() throws Exception {
        origin.on("/pool/g.deb", OLD);
        long start = System.nanoTime();
        try (var wire = aptheke.connect()) {
            for (int i = 0; i < 10; i++) {
                assertThat(wire.get(origin.url("/pool/g.deb")).sha256()).isEqualTo(SHA256);
                assertThat(wire.head(origin.url("/pool/g.deb")).field("Content-Length"))
                        .contains("20000");
            }
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void freshnessCheckAnsweredByANewFileCutShort_doesNotKeepTheOldTail() throws Exception {
        origin.on("/dists/stable/InRelease", OLD);
        get("/dists/stable/InRelease");
        origin.on(
                "/dists/stable/InRelease",
                (request, reply) -> reply.cutAfter(10_000, Ending.CLOSE).send(200, NEW.content()));
        try {
            assertThat(get("/dists/stable/InRelease").sha256()).isIn(OLD.sha256(), NEW.sha256());
        } catch (CutShortException e) {
            assertThat(e.received()).isLessThan(20_000);
        }
        origin.on("/dists/stable/InRelease", NEW);
        assertThat(get("/dists/stable/InRelease").sha256()).isEqualTo(NEW.sha256());
    }

    @Test
    void originWithBothLengths_isNotKeptAtTheWrongLength() throws Exception {
        origin.on("/pool/b.deb", (request, reply) -> {
            reply.head(200, "Content-Length: 5", "Transfer-Encoding: chunked");
            reply.chunk(CONTENT);
            reply.lastChunk();
            reply.thenClose();
        });
        for (int i = 0; i < 2; i++) {
            var answer = get("/pool/b.deb");
            assertThat(answer.status() == 502 || answer.sha256().equals(SHA256))
                    .as(answer.toString())
                    .isTrue();
        }
    }

    @Test
    void newEtagWithinTheSameSecond_isNoticed() throws Exception {
        origin.on("/dists/stable/InRelease", OLD);
        get("/dists/stable/InRelease");
        var sameSecond = Resource.of("changed").withEtag("\"other\"").withLastModified(CHANGED);
        origin.on("/dists/stable/InRelease", sameSecond);
        assertThat(get("/dists/stable/InRelease", "Cache-Control: max-age=0").text())
                .isEqualTo("changed");
    }

    @Test
    void validatorsAndType_ofTheOrigin_areKept() throws Exception {
        origin.on("/pool/v.deb", OLD.withFields("Content-Type: application/vnd.debian.binary-package"));
        get("/pool/v.deb");
        var hit = get("/pool/v.deb");
        assertThat(hit.field("ETag")).contains("\"old\"");
        assertThat(hit.field("Last-Modified")).contains(Resource.httpDate(CHANGED));
        assertThat(hit.field("Content-Type")).contains("application/vnd.debian.binary-package");
        assertThat(hit.field("Age")).hasValueSatisfying(age -> assertThat(age).matches("\\d+"));
        assertThat(hit.field("Cache-Status"))
                .hasValueSatisfying(status -> assertThat(status).startsWith("aptheke; hit"));
    }

    @Test
    void unknownFileTypes_areNotForbidden() throws Exception {
        origin.otherwise(Resource.of("data").withEtag("\"k\""));
        for (var target : new String[] {"/repokey.pub", "/x.yml", "/dists/stable/new-metadata.zst", "/any"}) {
            assertThat(get(target).status()).as(target).isEqualTo(200);
        }
    }

    @Test
    void packageFilesOfUncachedNames_areNotAskedForWithMaxAgeZero() throws Exception {
        origin.on("/pool/n.deb", OLD);
        get("/pool/n.deb");
        assertThat(origin.requests().getFirst().field("Cache-Control")).isEmpty();
    }

    @Test
    void portOfTheOrigin_isSentInHost() throws Exception {
        origin.on("/pool/n.deb", OLD);
        get("/pool/n.deb");
        assertThat(origin.requests().getFirst().fieldValues("Host")).containsExactly(origin.authority());
    }

    @Test
    void acngReport_getHasNoSideEffectAndLeadsToTheConsole() throws Exception {
        var answer = aptheke.get("/acng-report.html");
        assertThat(answer.status()).isIn(301, 302, 303, 307, 308);
        assertThat(answer.field("Location")).isPresent();
    }

    @Test
    void landingPage_answers406SoThatDetectorsKnowUs() throws Exception {
        var answer = aptheke.get("/");
        assertThat(answer.status()).isEqualTo(406);
        // What auto-apt-proxy looks for in the error that apt-helper prints.
        assertThat(answer.statusLine()).containsPattern("(?i)406.*usage.information");
        assertThat(answer.text()).contains("Acquire::http::Proxy");
    }

    private WireResponse byPath(String target) throws IOException {
        return aptheke.get("/" + origin.authority() + target, "Host: 127.0.0.1:" + aptheke.port());
    }
}
