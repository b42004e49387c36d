package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.aptheke.testkit.Gate;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.Samples;
import org.aptheke.testkit.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that err, probe and attack: a clear status or a closed connection, and nobody else notices. */
final class HostileInputTest extends SharedAptheke {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int MEBIBYTE = 1 << 20;

    /** 10,000 idle connections are a kilobyte or two each; and the heap may grow by what it likes to be at. */
    private static final long IDLE_GROWTH = 200L * MEBIBYTE;

    /** A hundred slow readers of 8 MiB each would be 800 MiB if what they did not read were kept in memory. */
    private static final long SLOW_GROWTH = 200L * MEBIBYTE;

    @Override
    void configure(Aptheke.Setup setup) {
        setup.set("limits.connections", "10500").set("limits.header_timeout", "\"2s\"");
    }

    /** Bytes to send, ORIGIN standing for the origin's authority, and the statuses that are right answers. */
    record Attack(String name, String bytes, List<Integer> statuses) {
        Attack {
            statuses = List.copyOf(statuses);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Attack> attacks() {
        var get = "GET http://ORIGIN/f HTTP/1.1\r\n";
        var host = "Host: ORIGIN\r\n";
        return Stream.of(
                attack("no version", "GET http://ORIGIN/f\r\n\r\n", 400),
                attack("unknown version", "GET http://ORIGIN/f HTTP/9.9\r\n" + host + "\r\n", 400, 505),
                attack("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, 405, 505),
                attack("lower-case http", "GET http://ORIGIN/f http/1.1\r\n" + host + "\r\n", 400),
                attack("blank before the method", " GET http://ORIGIN/f HTTP/1.1\r\n" + host + "\r\n", 400),
                attack("tabs between words", "GET\thttp://ORIGIN/f\tHTTP/1.1\r\n" + host + "\r\n", 400),
                attack("two blanks", "GET  http://ORIGIN/f HTTP/1.1\r\n" + host + "\r\n", 400),
                attack("blank inside the target", "GET http://ORIGIN/f g HTTP/1.1\r\n" + host + "\r\n", 400),
                attack("NUL in the target", "GET http://ORIGIN/f\0 HTTP/1.1\r\n" + host + "\r\n", 400),
                attack("encoded NUL", "GET http://ORIGIN/f%00 HTTP/1.1\r\n" + host + "\r\n", 400),
                attack("broken escape", "GET http://ORIGIN/f%zz HTTP/1.1\r\n" + host + "\r\n", 400),
                attack("bytes above 127", "GET http://ORIGIN/\u00ff\u00fe HTTP/1.1\r\n" + host + "\r\n", 400),
                attack("fragment", "GET http://ORIGIN/f#x HTTP/1.1\r\n" + host + "\r\n", 400),
                attack("user information", "GET http://a:b@ORIGIN/f HTTP/1.1\r\n" + host + "\r\n", 400),
                attack("other scheme", "GET file:///etc/passwd HTTP/1.1\r\n" + host + "\r\n", 400, 403),
                attack("ftp", "GET ftp://ORIGIN/f HTTP/1.1\r\n" + host + "\r\n", 400, 403),
                attack("port too large", "GET http://127.0.0.1:99999/ HTTP/1.1\r\n" + host + "\r\n", 400),
                attack("port of letters", "GET http://127.0.0.1:abc/ HTTP/1.1\r\n" + host + "\r\n", 400),
                attack("no host in the URL", "GET http:///f HTTP/1.1\r\nHost: x\r\n\r\n", 400),
                attack("TLS hello", "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\r\n\r\n", 400),
                attack("binary garbage", "\u0001\u0002\u0003\u0004\r\n\r\n", 400),
                attack("no Host in HTTP/1.1", get + "\r\n", 400),
                attack("two Hosts", get + host + host + "\r\n", 400),
                attack("Host with a path", get + "Host: ORIGIN/f\r\n\r\n", 400),
                attack("both lengths", get + host + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
                attack("two lengths", get + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nxy", 400),
                attack("list of lengths", get + host + "Content-Length: 1, 2\r\n\r\nxy", 400),
                attack("signed length", get + host + "Content-Length: +5\r\n\r\nhello", 400),
                attack("negative length", get + host + "Content-Length: -5\r\n\r\n", 400),
                attack("hexadecimal length", get + host + "Content-Length: 0x5\r\n\r\nhello", 400),
                attack("huge length", get + host + "Content-Length: 99999999999999999999\r\n\r\n", 400, 413),
                attack("unknown coding", get + host + "Transfer-Encoding: gzip\r\n\r\n", 400, 501),
                attack("coding twice", get + host + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", 400, 501),
                attack("odd coding", get + host + "Transfer-Encoding: xchunked\r\n\r\n", 400, 501),
                attack("coding with a tab", get + host + "Transfer-Encoding:\u000bchunked\r\n\r\n", 400),
                attack("blank before the colon", get + host + "Content-Length : 5\r\n\r\nhello", 400),
                attack("folded field", get + host + "X-Folded: a\r\n b\r\n\r\n", 400),
                attack("folded coding", get + host + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n", 400),
                attack("field without a colon", get + host + "nonsense\r\n\r\n", 400),
                attack("field without a name", get + host + ": x\r\n\r\n", 400),
                attack("NUL in a value", get + host + "X: a\0b\r\n\r\n", 400),
                attack("bare CR in a value", get + host + "X: a\rb\r\n\r\n", 400),
                attack("bare LF lines", "GET http://ORIGIN/f HTTP/1.1\nHost: ORIGIN\n\n", 400),
                attack("first line folded", "GET http://ORIGIN/f HTTP/1.1\r\n Host: ORIGIN\r\n\r\n", 400),
                attack("bad chunk size", get + host + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
                attack(
                        "long request line",
                        "GET http://ORIGIN/" + "a".repeat(9_000) + " HTTP/1.1\r\n" + host + "\r\n",
                        414),
                attack("long field", get + host + "X: " + "a".repeat(64 * 1024) + "\r\n\r\n", 431),
                attack("many fields", get + host + "X-Y: aaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n".repeat(3_000) + "\r\n", 431),
                attack("POST", "POST http://ORIGIN/f HTTP/1.1\r\n" + host + "Content-Length: 2\r\n\r\nxy", 405),
                attack("PUT", "PUT http://ORIGIN/f HTTP/1.1\r\n" + host + "Content-Length: 2\r\n\r\nxy", 405),
                attack("DELETE", "DELETE http://ORIGIN/f HTTP/1.1\r\n" + host + "\r\n", 405),
                attack("TRACE", "TRACE http://ORIGIN/f HTTP/1.1\r\n" + host + "\r\n", 405),
                attack("OPTIONS", "OPTIONS * HTTP/1.1\r\n" + host + "\r\n", 400, 405),
                attack("lower-case get", "get http://ORIGIN/f HTTP/1.1\r\n" + host + "\r\n", 400, 405),
                attack(
                        "CONNECT without a port",
                        "CONNECT mirror.example HTTP/1.1\r\nHost: mirror.example\r\n\r\n",
                        400,
                        403));
    }

    private static Attack attack(String name, String bytes, Integer... statuses) {
        return new Attack(name, bytes, List.of(statuses));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void send_badInput_getsAClearStatusAndOthersAreServed(Attack attack) throws Exception {
        origin.otherwise(Resource.of("fine"));
        try (var wire = aptheke.connect()) {
            wire.send(attack.bytes().replace("ORIGIN", origin.authority()));
            var answer = wire.withLimit(LIMIT).read();

            assertThat(answer.status()).as(answer.toString()).isIn(attack.statuses());
            assertThat(answer.text()).isNotBlank();
        }
        assertThat(origin.requests()).isEmpty();
        assertThat(get("/f").text()).isEqualTo("fine");
    }

    @Test
    void send_methodNotAllowed_namesTheAllowedOnes() throws Exception {
        try (var wire = aptheke.connect()) {
            wire.send(Wire.request("DELETE", origin.url("/f")));
            assertThat(wire.read().field("Allow"))
                    .hasValueSatisfying(allow -> assertThat(allow).contains("GET", "HEAD"));
        }
    }

    @Test
    void send_aLoop_isDetected() throws Exception {
        origin.otherwise(Resource.of("fine"));
        var answer = aptheke.get(aptheke.url() + "/" + origin.authority() + "/f");
        assertThat(answer.status()).isEqualTo(508);
        assertThat(answer.text()).isNotBlank();
        assertThat(origin.requests()).isEmpty();
    }

    @Test
    void send_absoluteFormAgainstHost_theTargetDecides() throws Exception {
        origin.otherwise(Resource.of("fine"));
        try (var wire = aptheke.connect()) {
            wire.send("GET " + origin.url("/f") + " HTTP/1.1\r\nHost: other.example\r\n\r\n");
            var answer = wire.read();
            assertThat(answer.status()).isIn(200, 400);
        }
        assertThat(origin.requests())
                .allSatisfy(request -> assertThat(request.field("Host")).contains(origin.authority()));
    }

    @Test
    void send_contentWithAGet_isNotTakenForTheNextRequest() throws Exception {
        origin.otherwise(Resource.of("fine"));
        var smuggled = Wire.request("GET", origin.url("/smuggled"));
        try (var wire = aptheke.connect()) {
            wire.send(Wire.request("GET", origin.url("/f"), "Content-Length: " + smuggled.length()) + smuggled);
            assertThat(wire.read().status()).isIn(200, 400, 413);
            wire.withLimit(Duration.ofSeconds(1));
            wire.endSending();
            assertThat(wire.readToEnd()).as("no second answer").isEmpty();
        }
        assertThat(origin.count("/smuggled")).isZero();
    }

    @Test
    void path_dotSegments_neverLeaveTheHost() throws Exception {
        origin.otherwise((request, reply) -> reply.send(200, request.target()));
        assertThat(get("/a/../b").text()).isEqualTo("/b");
        assertThat(get("/a/d/%2e%2e/%2E%2e/c").text()).isEqualTo("/c");
        assertThat(get("/a/../../b").status()).isEqualTo(400);
        assertThat(aptheke.get("/" + origin.authority() + "/../../../etc/passwd")
                        .status())
                .isIn(400, 403, 404);
    }

    @Test
    void send_halfAHeader_isClosedInTime() throws Exception {
        origin.otherwise(Resource.of("fine"));
        try (var slow = aptheke.connect()) {
            slow.send("GET " + origin.url("/f") + " HTTP/1.1\r\nHost: ");
            assertThat(get("/f").text()).isEqualTo("fine");
            slow.withLimit(LIMIT);
            var end = new String(slow.readToEnd(), StandardCharsets.ISO_8859_1);
            assertThat(end)
                    .satisfiesAnyOf(
                            text -> assertThat(text).isEmpty(),
                            text -> assertThat(text).startsWith("HTTP/1.1 4"));
        }
    }

    @Test
    void send_oneByteAtATime_isUnderstood() throws Exception {
        origin.otherwise(Resource.of("fine"));
        try (var wire = aptheke.connect()) {
            for (char c : Wire.request("GET", origin.url("/f")).toCharArray()) {
                wire.send(String.valueOf(c));
            }
            assertThat(wire.read().text()).isEqualTo("fine");
        }
    }

    @Test
    @Timeout(120)
    void connect_tenThousandIdle_othersAreServedAndMemoryIsBounded() throws Exception {
        origin.otherwise(Resource.of("fine"));
        get("/f");
        long before = aptheke.residentBytes();
        var idle = new ArrayList<Wire>(10_000);
        try {
            for (int i = 0; i < 10_000; i++) {
                idle.add(Wire.connectFrom("127.0.1." + (1 + i / 200), aptheke.port()));
            }
            long start = System.nanoTime();
            assertThat(get("/f").text()).isEqualTo("fine");

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            assertThat(aptheke.openDescriptors()).isGreaterThan(10_000);
            assertThat(aptheke.residentBytes() - before).as("growth").isLessThan(IDLE_GROWTH);
            assertThat(idle.getLast().get(origin.url("/f")).text())
                    .as("the last of them")
                    .isEqualTo("fine");
        } finally {
            closeAll(idle);
        }
    }

    @Test
    void connect_moreThanAllowedFromOneAddress_areTurnedAwayAndOthersServed() throws Exception {
        origin.otherwise(Resource.of("fine"));
        var greedy = new ArrayList<Wire>();
        try {
            for (int i = 0; i < 256; i++) {
                var wire = Wire.connectFrom("127.0.9.9", aptheke.port());
                greedy.add(wire);
            }
            assertThat(greedy.getLast().get("/healthz").status()).isEqualTo(200);
            try (var tooMany = Wire.connectFrom("127.0.9.9", aptheke.port())) {
                var said = new String(tooMany.withLimit(LIMIT).readToEnd(), StandardCharsets.ISO_8859_1);
                assertThat(said).matches("(?s)|HTTP/1.1 (429|503) .*");
            }
            assertThat(get("/f").text()).isEqualTo("fine");
        } finally {
            closeAll(greedy);
        }
    }

    @Test
    void read_aHundredClientsThatReadAlmostNothing_othersAreServedAndMemoryIsBounded() throws Exception {
        var half = new Gate();
        var content = Samples.bytes(1, 8 * MEBIBYTE);
        var resource = Resource.of(content).withEtag("\"v1\"");
        origin.on("/pool/cold.deb", (request, reply) -> resource.answer(request, reply.holdAt(4 * MEBIBYTE, half)));
        var url = origin.url("/pool/cold.deb");
        long before = aptheke.residentBytes();
        var slow = new ArrayList<Wire>();
        try {
            for (int i = 0; i < 100; i++) {
                var wire = Wire.connect("127.0.0.1", aptheke.port(), 4096);
                wire.send(Wire.request("GET", url));
                wire.readBytes(1);
                slow.add(wire);
            }
            half.open();
            try (var wire = aptheke.connect()) {
                wire.send(Wire.request("GET", url));
                assertThat(wire.readExpecting(content).status()).isEqualTo(200);
            }
            for (var wire : slow) {
                wire.readBytes(1);
            }

            assertThat(origin.count("/pool/cold.deb")).isEqualTo(1);
            assertThat(aptheke.residentBytes() - before).as("growth").isLessThan(SLOW_GROWTH);
        } finally {
            closeAll(slow);
        }
    }

    @AfterEach
    void nothingIsLeftOpen() throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (aptheke.openDescriptors() > 200) {
            assertThat(System.nanoTime()).as("descriptors are given back").isLessThan(deadline);
        }
    }

    private static void closeAll(List<Wire> wires) throws IOException {
        for (var wire : wires) {
            wire.close();
        }
    }
}
