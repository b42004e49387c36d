package org.aptheke.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScriptedOriginTest {
    private static final byte[] CONTENT = Samples.bytes(1, 100_000);
    private static final Instant CHANGED = Instant.parse("2026-02-03T04:05:06Z");

    private ScriptedOrigin origin;

    @BeforeEach
    void startOrigin() throws IOException {
        origin = ScriptedOrigin.start();
    }

    @AfterEach
    void stopOrigin() throws IOException {
        assertThat(origin.failures()).isEmpty();
        origin.close();
    }

    @Test
    void resource_plainAndRangesAndConditions_answersEach() throws IOException {
        origin.on("/f", Resource.of(CONTENT).withEtag("\"v1\"").withLastModified(CHANGED));

        try (var wire = Wire.connect(origin.port())) {
            assertThat(wire.get("/f").content()).isEqualTo(CONTENT);
            assertThat(wire.get("/f", "Range: bytes=10-19").content()).isEqualTo(Arrays.copyOfRange(CONTENT, 10, 20));
            assertThat(wire.get("/f", "Range: bytes=-5").field("Content-Range")).contains("bytes 99995-99999/100000");
            assertThat(wire.get("/f", "Range: bytes=100000-").status()).isEqualTo(416);
            assertThat(wire.get("/f", "If-None-Match: \"v1\"").status()).isEqualTo(304);
            assertThat(wire.get("/f", "If-None-Match: \"v0\"").status()).isEqualTo(200);
            assertThat(wire.get("/f", "If-Modified-Since: Tue, 03 Feb 2026 04:05:06 GMT")
                            .status())
                    .isEqualTo(304);
            assertThat(wire.get("/f", "Range: bytes=1-", "If-Range: \"v0\"").status())
                    .isEqualTo(200);
            assertThat(wire.head("/f").field("Content-Length")).contains("100000");
        }
        assertThat(origin.count("/f")).isEqualTo(9);
        assertThat(origin.acceptedConnections()).isEqualTo(1);
    }

    @Test
    void cutAfter_midway_clientSeesThatManyBytes() {
        origin.on(
                "/f",
                (request, reply) -> reply.cutAfter(70_000, Reply.Ending.CLOSE).send(200, CONTENT));

        assertThatThrownBy(() -> get("/f"))
                .isInstanceOfSatisfying(
                        CutShortException.class, e -> assertThat(e.received()).isEqualTo(70_000));
    }

    @Test
    void cutAfter_byReset_clientSeesTheEnd() {
        origin.on(
                "/f", (request, reply) -> reply.cutAfter(10, Reply.Ending.RESET).send(200, CONTENT));

        assertThatThrownBy(() -> get("/f")).isInstanceOf(CutShortException.class);
    }

    @Test
    void holdAt_untilOpened_thenWhole() throws Exception {
        var gate = new Gate();
        origin.on("/f", (request, reply) -> reply.holdAt(50_000, gate).send(200, CONTENT));

        try (var wire = Wire.connect(origin.port())) {
            wire.send(Wire.request("GET", "/f"));
            wire.readHead();
            var first = wire.readBytes(50_000);
            gate.awaitArrival(Duration.ofSeconds(5));
            assertThat(wire.isClosedWithin(Duration.ofMillis(50))).isFalse();
            gate.open();
            var rest = wire.withLimit(Duration.ofSeconds(5)).readBytes(50_000);
            assertThat(first).isEqualTo(Arrays.copyOf(CONTENT, 50_000));
            assertThat(rest).isEqualTo(Arrays.copyOfRange(CONTENT, 50_000, 100_000));
        }
    }

    @Test
    void paceAt_slowly_takesItsTime() throws IOException {
        origin.on("/f", (request, reply) -> reply.paceAt(400_000).send(200, CONTENT));
        long start = System.nanoTime();

        assertThat(get("/f").content()).isEqualTo(CONTENT);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(200));
    }

    @Test
    void framings_chunkedAndCloseDelimitedAndInterim_areReadAlike() throws IOException {
        origin.on("/chunked", (request, reply) -> reply.chunked(CONTENT, 999));
        origin.on("/close", (request, reply) -> reply.version("HTTP/1.0").closeDelimited(CONTENT));
        origin.on("/early", (request, reply) -> {
            reply.interim(103, "Link: </a>");
            reply.send(200, CONTENT);
        });

        assertThat(get("/chunked").content()).isEqualTo(CONTENT);
        assertThat(get("/close").content()).isEqualTo(CONTENT);
        assertThat(get("/early").content()).isEqualTo(CONTENT);
    }

    @Test
    void tls_throwawayCa_isTrustedByItsClientContext(@TempDir Path dir) throws Exception {
        var ca = ThrowawayCa.create(dir);
        try (var secure = ScriptedOrigin.startTls(ca)) {
            secure.on("/f", Resource.of("hello"));
            try (var socket = ca.clientContext().getSocketFactory().createSocket("127.0.0.1", secure.port())) {
                socket.getOutputStream().write(Samples.utf8("GET /f HTTP/1.1\r\nConnection: close\r\n\r\n"));
                assertThat(new String(socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                        .startsWith("HTTP/1.1 200 OK\r\n")
                        .endsWith("hello");
            }
        }
    }

    @Test
    void startOnIpv6_get_answers() throws IOException {
        try (var six = ScriptedOrigin.startOnIpv6()) {
            six.on("/f", Resource.of("six"));
            try (var wire = Wire.connect("::1", six.port(), 0)) {
                assertThat(wire.get(six.url("/f")).status()).isEqualTo(404);
                assertThat(wire.get("/f").text()).isEqualTo("six");
            }
        }
    }

    private WireResponse get(String target) throws IOException {
        try (var wire = Wire.connect(origin.port())) {
            return wire.get(target);
        }
    }
}
