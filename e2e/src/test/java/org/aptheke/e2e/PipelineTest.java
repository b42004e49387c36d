package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import org.aptheke.testkit.Gate;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.Samples;
import org.aptheke.testkit.Wire;
import org.aptheke.testkit.WireResponse;
import org.junit.jupiter.api.Test;

/** apt sends up to eleven requests ahead on one connection. */
final class PipelineTest extends SharedAptheke {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void elevenRequests_firstIsASlowMiss_fetchesOverlapAndAnswersComeInOrder() throws Exception {
        var slow = new Gate();
        var digests = new ArrayList<String>();
        var requests = new StringBuilder();
        for (int i = 0; i < 11; i++) {
            var resource = Resource.of(Samples.bytes(i, 1_000 + i * 7_001)).withEtag("\"e" + i + "\"");
            digests.add(resource.sha256());
            var target = "/pool/p" + i + ".deb";
            if (i == 0) {
                origin.on(target, (request, reply) -> resource.answer(request, reply.holdAt(500, slow)));
            } else {
                origin.on(target, resource);
            }
            if (i % 3 == 1) {
                get(target);
            }
            requests.append(Wire.request("GET", origin.url(target)));
        }

        try (var wire = aptheke.connect()) {
            wire.send(requests.toString());
            slow.awaitArrival(LIMIT);
            for (int i = 1; i < 11; i++) {
                origin.awaitRequests("/pool/p" + i + ".deb", 1, LIMIT);
            }
            slow.open();
            var answers = new ArrayList<String>();
            for (int i = 0; i < 11; i++) {
                answers.add(wire.read().sha256());
            }

            assertThat(answers).isEqualTo(digests);
        }
        for (int i = 0; i < 11; i++) {
            assertThat(origin.count("/pool/p" + i + ".deb")).isEqualTo(1);
        }
    }

    @Test
    void sixtySequentialHits_onOneConnection_noStalls() throws Exception {
        var resource = Resource.of(Samples.bytes(1, 20_000)).withEtag("\"v1\"");
        origin.on("/pool/hit.deb", resource);
        var url = origin.url("/pool/hit.deb");
        get("/pool/hit.deb");
        get("/pool/hit.deb");

        try (var wire = aptheke.connect()) {
            var nanos = new long[60];
            for (int i = 0; i < nanos.length; i++) {
                long start = System.nanoTime();
                assertThat(wire.get(url).sha256()).isEqualTo(resource.sha256());
                nanos[i] = System.nanoTime() - start;
            }
            Arrays.sort(nanos);

            assertThat(Duration.ofNanos(nanos[30]))
                    .as("median; a delayed acknowledgement costs 40 ms")
                    .isLessThan(Duration.ofMillis(20));
        }
        assertThat(origin.count("/pool/hit.deb")).isEqualTo(1);
    }

    @Test
    void sixtySmallHits_pipelined_allRightAndInOrder() throws Exception {
        var digests = new ArrayList<String>();
        var requests = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            var resource = Resource.of(Samples.bytes(i, 500 + i)).withEtag("\"v1\"");
            origin.on("/pool/s" + i + ".deb", resource);
            get("/pool/s" + i + ".deb");
            digests.add(resource.sha256());
            requests.append(Wire.request("GET", origin.url("/pool/s" + i + ".deb")));
        }

        try (var wire = aptheke.connect()) {
            wire.send(requests.toString());
            for (var digest : digests) {
                assertThat(wire.read().sha256()).isEqualTo(digest);
            }
        }
    }

    @Test
    void mixedMethodsAndErrors_pipelined_keepTheirOrder() throws Exception {
        origin.on("/pool/a.deb", Resource.of("aaaa").withEtag("\"a\""));

        try (var wire = aptheke.connect()) {
            wire.send(Wire.request("GET", origin.url("/pool/a.deb"))
                    + Wire.request("HEAD", origin.url("/pool/a.deb"))
                    + Wire.request("GET", origin.url("/pool/missing.deb"))
                    + Wire.request("GET", "/healthz")
                    + Wire.request("GET", origin.url("/pool/a.deb"), "Range: bytes=1-2"));

            assertThat(wire.read("GET").text()).isEqualTo("aaaa");
            assertThat(wire.read("HEAD")).extracting(WireResponse::status).isEqualTo(200);
            assertThat(wire.read("GET").status()).isEqualTo(404);
            assertThat(wire.read("GET").status()).isEqualTo(200);
            assertThat(wire.read("GET")).satisfies(answer -> {
                assertThat(answer.status()).isEqualTo(206);
                assertThat(answer.text()).isEqualTo("aa");
            });
        }
    }
}
