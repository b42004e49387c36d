package org.aptheke.origin.client;

import static org.aptheke.origin.client.OriginClientFixture.ROOMY;
import static org.aptheke.origin.client.OriginClientFixture.always;
import static org.aptheke.origin.client.OriginClientFixture.bytes;
import static org.aptheke.origin.client.OriginClientFixture.client;
import static org.aptheke.origin.client.OriginClientFixture.get;
import static org.aptheke.origin.client.OriginClientFixture.request;
import static org.aptheke.origin.client.OriginClientFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.aptheke.http.Fields;
import org.aptheke.http.Interim;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.OriginBusyException;
import org.aptheke.origin.OriginRequest;
import org.aptheke.origin.OriginUnreachableException;
import org.aptheke.testkit.Gate;
import org.aptheke.testkit.RefusingPort;
import org.aptheke.testkit.Reply;
import org.aptheke.testkit.ScriptedOrigin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class HttpOriginClientTest {
    private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    private static final String REDIRECT =
            "HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\nSet-Cookie: a=b\r\n\r\n";

    private final HttpOriginClient client = client(ROOMY);

    @AfterEach
    void everyConnectionWasGivenBack() {
        assertThat(client.connectionsInUse()).isZero();
        client.close();
    }

    @Test
    void send_get_sendsOwnFieldsOnly() throws Exception {
        try (var origin = always(HELLO);
                var response = client.send(get(origin, "/x"))) {
            assertThat(text(response)).isEqualTo("hello");
            assertThat(origin.requests().getFirst().head())
                    .isEqualTo("GET /x HTTP/1.1\r\nHost: 127.0.0.1:" + origin.port()
                            + "\r\nUser-Agent: aptheke/test\r\nVia: 1.1 aptheke (test)\r\n\r\n");
        }
    }

    @Test
    void send_fieldsGiven_appendsViaAndDropsHopByHop() throws Exception {
        var fields = Fields.of(
                "Via",
                "1.1 other",
                "Range",
                "bytes=5-",
                "Connection",
                "x-hop",
                "X-Hop",
                "1",
                "Host",
                "evil.example",
                "Proxy-Authorization",
                "Basic eA==",
                "X-Latin",
                "caf\u00e9 \u0085");
        try (var origin = always(HELLO);
                var response = client.send(request("GET", origin, "/", fields))) {
            assertThat(response.status()).isEqualTo(200);
            assertThat(origin.requests().getFirst().head().lines().skip(2))
                    .containsExactly(
                            "User-Agent: aptheke/test",
                            "Range: bytes=5-",
                            "X-Latin: caf\u00e9 \u0085",
                            "Via: 1.1 other, 1.1 aptheke (test)",
                            "");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/pool/g%2b%2b/g++_1~rc:2_all.deb?a=b+c%20&&x=%2F",
                "//double//slash/",
                "/a%zz|[]{}\\^`'\"",
                "/%e2%82%ac;v=1",
                "/p?q?r"
            })
    void send_awkwardPath_goesOutAsWritten(String path) throws Exception {
        try (var origin = always(HELLO);
                var response = client.send(get(origin, path))) {
            assertThat(response.status()).isEqualTo(200);
            assertThat(origin.requests().getFirst().head()).startsWith("GET " + path + " HTTP/1.1\r\n");
        }
    }

    @Test
    void send_lineBreakInField_isRefusedBeforeSending() throws Exception {
        try (var origin = always(HELLO)) {
            var request = request("GET", origin, "/", Fields.of("X", "a\r\nY: b"));
            assertThatThrownBy(() -> client.send(request)).isInstanceOf(IllegalArgumentException.class);
            assertThat(origin.requests()).isEmpty();
        }
    }

    @Test
    void fields_hopByHop_areRemoved() throws Exception {
        String head = """
                HTTP/1.1 200 OK
                Connection: X-Hop, keep-alive
                X-Hop: 1
                Keep-Alive: timeout=5
                TE: x
                Trailer: y
                Upgrade: h2c
                Proxy-Authenticate: Basic
                proxy-thing: z
                Content-Encoding: gzip
                X-Utf8: \u00e2\u0082\u00ac
                Transfer-Encoding: chunked

                """;
        try (var origin = always(head.replace("\n", "\r\n") + "5\r\nhello\r\n0\r\n\r\n");
                var response = client.send(get(origin, "/"))) {
            assertThat(response.fields())
                    .isEqualTo(Fields.of("Content-Encoding", "gzip", "X-Utf8", "\u00e2\u0082\u00ac"));
            assertThat(text(response)).isEqualTo("hello");
        }
    }

    @Test
    void send_informationalResponses_comeWithTheFinalOne() throws Exception {
        String hints = "HTTP/1.1 103 Early Hints\r\nLink: <x>\r\nConnection: a\r\nA: 1\r\n\r\n";
        try (var origin = always("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 P\r\n\r\n" + hints + HELLO);
                var response = client.send(get(origin, "/"))) {
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.fields()).isEqualTo(Fields.of("Content-Length", "5"));
            assertThat(response.interims())
                    .containsExactly(new Interim(102, Fields.EMPTY), new Interim(103, Fields.of("Link", "<x>")));
        }
    }

    @Test
    void send_floodOfInformationalResponses_keepsAFew() throws Exception {
        try (var origin = always("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(5000) + HELLO);
                var response = client.send(get(origin, "/"))) {
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.interims()).hasSize(8);
        }
    }

    @Test
    void send_redirect_isNotFollowed() throws Exception {
        try (var origin = always(REDIRECT);
                var first = client.send(get(origin, "/"));
                var second = client.send(get(origin, "/"))) {
            assertThat(first.status()).isEqualTo(302);
            assertThat(second.status()).isEqualTo(302);
            assertThat(origin.requests())
                    .hasSize(2)
                    .noneMatch(request -> request.field("Cookie").isPresent());
        }
    }

    @Test
    void send_head_hasDeclaredLengthAndNoContent() throws Exception {
        try (var origin = always("HTTP/1.1 200 OK\r\nContent-Length: 70\r\n\r\n")) {
            for (int i = 0; i < 2; i++) {
                try (var response = client.send(request("HEAD", origin, "/", Fields.EMPTY))) {
                    assertThat(response.length()).isEqualTo(OptionalLong.of(70));
                    assertThat(text(response)).isEmpty();
                }
            }
            assertThat(origin.acceptedConnections()).isOne();
        }
    }

    @Test
    void send_notModified_hasNoContent() throws Exception {
        try (var origin = always("HTTP/1.1 304 Not Modified\r\nContent-Length: 70\r\nETag: \"x\"\r\n\r\n");
                var response = client.send(get(origin, "/"))) {
            assertThat(response.length()).isEqualTo(OptionalLong.of(0));
            assertThat(text(response)).isEmpty();
        }
    }

    @Test
    void send_sequence_usesOneConnection() throws Exception {
        try (var origin = always(HELLO)) {
            for (int i = 0; i < 5; i++) {
                try (var response = client.send(get(origin, "/" + i))) {
                    assertThat(text(response)).isEqualTo("hello");
                    assertThat(response.peer()).isEqualTo("127.0.0.1:" + origin.port());
                }
            }
            assertThat(origin.acceptedConnections()).isOne();
            assertThat(client.connectionsKept()).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhelloHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"
            })
    void close_connectionNotFitForReuse_isClosed(String bytes) throws Exception {
        try (var origin = always(bytes)) {
            for (int i = 0; i < 2; i++) {
                try (var response = client.send(get(origin, "/"))) {
                    assertThat(text(response)).isEqualTo("hello");
                }
            }
            assertThat(origin.acceptedConnections()).isEqualTo(2);
        }
    }

    @Test
    void send_keptConnectionDiedMeanwhile_asksOnceMoreOnFreshOne() throws Exception {
        var asked = new AtomicInteger();
        try (var origin = ScriptedOrigin.start().otherwise((request, reply) -> {
            if (asked.incrementAndGet() == 2) {
                reply.cut(Reply.Ending.CLOSE);
            }
            reply.raw(HELLO);
        })) {
            try (var response = client.send(get(origin, "/1"))) {
                text(response);
            }
            try (var response = client.send(get(origin, "/2"))) {
                assertThat(text(response)).isEqualTo("hello");
            }
            assertThat(origin.acceptedConnections()).isEqualTo(2);
            assertThat(origin.requests()).hasSize(3);
        }
    }

    @Test
    void send_bytesNobodyAskedForCame_areNotTheNextResponse() throws Exception {
        var goOn = new Gate();
        var sent = new CountDownLatch(1);
        try (var origin = ScriptedOrigin.start()
                .on("/1", (request, reply) -> {
                    reply.raw(HELLO);
                    goOn.pass();
                    reply.raw("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
                    sent.countDown();
                })
                .on("/2", (request, reply) -> reply.raw(HELLO))) {
            try (var response = client.send(get(origin, "/1"))) {
                text(response);
            }
            goOn.open();
            assertThat(sent.await(10, TimeUnit.SECONDS)).isTrue();
            try (var response = client.send(get(origin, "/2"))) {
                assertThat(text(response)).isEqualTo("hello");
            }
            assertThat(origin.acceptedConnections()).isEqualTo(2);
        }
    }

    @Test
    void send_freshConnectionDies_isNotTriedAgain() throws Exception {
        try (var origin = ScriptedOrigin.start().otherwise((request, reply) -> reply.cut(Reply.Ending.CLOSE))) {
            assertThatThrownBy(() -> client.send(get(origin, "/"))).isInstanceOf(IOException.class);
            assertThat(origin.requests()).hasSize(1);
        }
    }

    @Test
    void send_nobodyListens_isUnreachable() throws Exception {
        try (var port = RefusingPort.hold()) {
            var target = new TargetUri(Scheme.HTTP, "127.0.0.1", port.number(), "/", "");
            assertThatThrownBy(() -> client.send(new OriginRequest("GET", target, Fields.EMPTY)))
                    .isInstanceOf(OriginUnreachableException.class)
                    .hasMessageContaining(port.authority());
        }
    }

    @Test
    void send_limitOfConnectionsReached_isBusy() throws Exception {
        try (var small = client(ROOMY.withConnections(1, 1, Duration.ofMillis(100)));
                var origin = always(HELLO);
                var first = small.send(get(origin, "/1"))) {
            assertThat(first.status()).isEqualTo(200);
            assertThatThrownBy(() -> small.send(get(origin, "/2")))
                    .isInstanceOf(OriginBusyException.class)
                    .hasMessageContaining("1 per origin");
        }
    }

    @Test
    void read_largeContent_arrivesWholeInEveryKindOfBuffer() throws Exception {
        byte[] large = new byte[3_000_000];
        new Random(7).nextBytes(large);
        String text = new String(large, StandardCharsets.ISO_8859_1);
        try (var origin = always("HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n" + text)) {
            for (var buffer : new ByteBuffer[] {
                ByteBuffer.allocateDirect(128 * 1024),
                ByteBuffer.allocate(128 * 1024),
                ByteBuffer.allocate(300).slice(7, 13)
            }) {
                try (var response = client.send(get(origin, "/"))) {
                    assertThat(response.length()).isEqualTo(OptionalLong.of(large.length));
                    assertThat(bytes(response, buffer)).isEqualTo(large);
                }
            }
        }
    }
}
