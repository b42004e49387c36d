package org.aptheke.origin.client;

import static org.aptheke.origin.client.OriginClientFixture.ROOMY;
import static org.aptheke.origin.client.OriginClientFixture.always;
import static org.aptheke.origin.client.OriginClientFixture.client;
import static org.aptheke.origin.client.OriginClientFixture.closingAfter;
import static org.aptheke.origin.client.OriginClientFixture.get;
import static org.aptheke.origin.client.OriginClientFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.aptheke.origin.MalformedResponseException;
import org.aptheke.origin.ObjectTooLargeException;
import org.aptheke.origin.PrematureEndException;
import org.aptheke.testkit.Reply;
import org.aptheke.testkit.ScriptedOrigin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112: what frames content in no way, or in two, is refused; what is odd but clear is read. */
@Timeout(30)
final class FramingTest {
    private final HttpOriginClient client = client(ROOMY);

    @AfterEach
    void everyConnectionWasGivenBack() {
        assertThat(client.connectionsInUse()).isZero();
        client.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK|Content-Length: +5||hello",
                "HTTP/1.1 200 OK|Content-Length: -1||hello",
                "HTTP/1.1 200 OK|Content-Length: 5, 6||hello",
                "HTTP/1.1 200 OK|Content-Length: 5|Content-Length: 6||hello!",
                "HTTP/1.1 200 OK|Content-Length: 0x5||hello",
                "HTTP/1.1 200 OK|Content-Length: ||hello",
                "HTTP/1.1 200 OK|Content-Length: 5,||hello",
                "HTTP/1.1 200 OK|Content-Length: 5 5||hello",
                "HTTP/1.1 200 OK|Content-Length: 99999999999999999999||hello",
                "HTTP/1.1 200 OK|Content-Length: 5|Transfer-Encoding: chunked||5|hello|0||",
                "HTTP/1.1 200 OK|Transfer-Encoding: gzip||hello",
                "HTTP/1.1 200 OK|Transfer-Encoding: gzip, chunked||5|hello|0||",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked, gzip||5|hello|0||",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked|Transfer-Encoding: chunked||5|hello|0||",
                "HTTP/1.1 200 OK|Transfer-Encoding: identity||hello",
                "HTTP/1.1 200 OK|Transfer-Encoding: ||hello",
                "HTTP/1.0 200 OK|Transfer-Encoding: chunked||5|hello|0||",
                "HTTP/1.1 200 OK|X-Folded: a| b|Content-Length: 5||hello",
                "HTTP/1.1 200 OK| Content-Length: 5||hello",
                "HTTP/1.1 200 OK|Content-Length : 5||hello",
                "HTTP/1.1 200 OK|no colon here|Content-Length: 5||hello",
                "HTTP/1.1 200 OK|: no name|Content-Length: 5||hello",
                "HTTP/1.1 200 OK|X: nul\u0000|Content-Length: 5||hello",
                "HTTP/1.1 200 OK|X: bare\rreturn|Content-Length: 5||hello",
                "HTTP/1.1 200 OK|B\u00e4d: 1|Content-Length: 5||hello",
                "HTTP/1.1 101 Switching Protocols|Upgrade: x||hello",
                "HTTP/1.1 600 Hm|Content-Length: 5||hello",
                "HTTP/1.1 099 Hm|Content-Length: 5||hello",
                "HTTP/1.1 2000 OK|Content-Length: 5||hello",
                "HTTP/1.1 20 OK|Content-Length: 5||hello",
                "HTTP/1.1 +20 OK|Content-Length: 5||hello",
                "HTTP/2.0 200 OK|Content-Length: 5||hello",
                "HTTP/1.1\t200 OK|Content-Length: 5||hello",
                "http/1.1 200 OK|Content-Length: 5||hello",
                "ICY 200 OK|Content-Length: 5||hello",
                "|HTTP/1.1 200 OK|Content-Length: 5||hello",
                "<html>hello, I am HTTP/0.9</html>|"
            })
    void send_headerSectionWrong_isMalformed(String lines) throws Exception {
        try (var origin = closingAfter(lines.replace("|", "\r\n"))) {
            assertThatThrownBy(() -> client.send(get(origin, "/")))
                    .isInstanceOf(MalformedResponseException.class)
                    .hasMessageContaining("127.0.0.1:" + origin.port());
            assertThat(origin.count()).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+5|hello|0||",
                "-5|hello|0||",
                "0x5|hello|0||",
                "|hello|0||",
                "5\nhello|0||",
                "5|hello!|0||",
                "5|hell|0||",
                "5 5|hello|0||",
                "g|hello|0||",
                "10000000000000005|hello|0||",
                "5|helloX|0||"
            })
    void read_chunkWrong_isMalformed(String lines) throws Exception {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        try (var origin = closingAfter(head + lines.replace("|", "\r\n"));
                var response = client.send(get(origin, "/"))) {
            assertThatThrownBy(() -> text(response)).isInstanceOf(MalformedResponseException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK|Content-Length: 5||hello",
                "HTTP/1.1 200 OK|Content-Length: 5, 5||hello",
                "HTTP/1.1 200 OK|Content-Length: 5|content-length: 5||hello",
                "HTTP/1.1 200|Content-Length:5||hello",
                "HTTP/1.1 200 |Content-Length:\t5 ||hello",
                "HTTP/1.0 200 OK|Content-Length: 5||hello",
                "HTTP/1.1 200 OK||hello",
                "HTTP/1.0 200 OK||hello",
                "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello",
                "HTTP/1.1 200 OK|Transfer-Encoding: Chunked||005|hello|000||",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked||2;a=\"b\"|he|3  |llo|0;x|Trailer: 1|Other: 2||",
                "HTTP/1.9 200 OK|Content-Length: 5||hello"
            })
    void read_oddButClear_isRead(String lines) throws Exception {
        try (var origin = closingAfter(lines.replace("|", "\r\n"));
                var response = client.send(get(origin, "/"))) {
            assertThat(text(response)).isEqualTo("hello");
            assertThat(response.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK|Content-Length: 6||hello",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked||5|hello|",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked||5|hello",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked||5|hel",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked||5|hello|0|",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked||"
            })
    void read_connectionEndsBeforeContent_isPremature(String lines) throws Exception {
        try (var origin = closingAfter(lines.replace("|", "\r\n"));
                var response = client.send(get(origin, "/"))) {
            assertThatThrownBy(() -> text(response))
                    .isInstanceOf(PrematureEndException.class)
                    .hasMessageContaining("127.0.0.1:" + origin.port());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK|Content-Length: 5|", "HTTP/1.1 200 OK|Content-Le", "HTTP/1.1 200 OK|"})
    void send_connectionEndsInHeaderSection_fails(String lines) throws Exception {
        try (var origin = closingAfter(lines.replace("|", "\r\n"))) {
            assertThatThrownBy(() -> client.send(get(origin, "/")))
                    .isInstanceOfAny(PrematureEndException.class, MalformedResponseException.class);
        }
    }

    @Test
    void read_connectionReset_fails() throws Exception {
        try (var origin = ScriptedOrigin.start().otherwise((request, reply) -> {
            reply.head(200, "Content-Length: 100000");
            reply.cutAfter(100, Reply.Ending.RESET).body(new byte[1000]);
        })) {
            assertThatThrownBy(() -> {
                        try (var response = client.send(get(origin, "/"))) {
                            text(response);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void send_lineTooLong_isMalformed() throws Exception {
        try (var origin = closingAfter("HTTP/1.1 200 OK\r\nX: " + "x".repeat(8200) + "\r\n\r\n")) {
            assertThatThrownBy(() -> client.send(get(origin, "/")))
                    .isInstanceOf(MalformedResponseException.class)
                    .hasMessageContaining("8192");
        }
    }

    @Test
    void send_headerSectionTooLong_isMalformed() throws Exception {
        try (var origin =
                closingAfter("HTTP/1.1 200 OK\r\n" + ("X: " + "x".repeat(997) + "\r\n").repeat(70) + "\r\n")) {
            assertThatThrownBy(() -> client.send(get(origin, "/")))
                    .isInstanceOf(MalformedResponseException.class)
                    .hasMessageContaining("65536");
        }
    }

    @Test
    void send_declaredLengthOverLimit_isTooLarge() throws Exception {
        try (var small = client(ROOMY.withMaxObject(4));
                var origin = always("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")) {
            assertThatThrownBy(() -> small.send(get(origin, "/")))
                    .isInstanceOf(ObjectTooLargeException.class)
                    .hasMessageContaining("4 bytes");
            assertThat(small.connectionsInUse()).isZero();
        }
    }

    @Test
    void read_chunksOverLimit_isTooLarge() throws Exception {
        try (var small = client(ROOMY.withMaxObject(4));
                var origin = always("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
                var response = small.send(get(origin, "/"))) {
            assertThat(response.length()).isEqualTo(OptionalLong.empty());
            assertThatThrownBy(() -> text(response)).isInstanceOf(ObjectTooLargeException.class);
        }
    }
}
