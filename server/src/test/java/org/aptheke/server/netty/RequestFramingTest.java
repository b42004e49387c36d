package org.aptheke.server.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is not exactly one request is refused, and nothing behind it is answered. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RequestFramingTest {
    private static final String LINE = "GET http://deb.example.org/a HTTP/1.1\r\n";
    private static final String HOST = "Host: deb.example.org\r\n";
    private static final String SMUGGLED = "GET http://deb.example.org/smuggled HTTP/1.1\r\n" + HOST + "\r\n";

    private final Fixture fixture = new Fixture();

    @AfterAll
    void stop() {
        fixture.close();
    }

    RequestFramingTest() throws IOException, InterruptedException {}

    Stream<Arguments> malformed() {
        return Stream.of(
                bad(400, "bare LF ends the request line", "GET http://deb.example.org/a HTTP/1.1\n" + HOST + "\r\n"),
                bad(400, "bare LF ends a field", LINE + "Host: deb.example.org\n\r\n"),
                bad(400, "bare LF ends the header section", LINE + HOST + "\n"),
                bad(400, "bare CR in the request line", "GET http://deb.example.org/a\r HTTP/1.1\r\n" + HOST + "\r\n"),
                bad(400, "bare CR in a value", LINE + HOST + "X: a\rb\r\n\r\n"),
                bad(400, "NUL in a value", LINE + HOST + "X: a\0b\r\n\r\n"),
                bad(400, "DEL in a value", LINE + HOST + "X: a\u007fb\r\n\r\n"),
                bad(400, "folded field", LINE + HOST + "X: a\r\n b\r\n\r\n"),
                bad(400, "folded with a tab", LINE + HOST + "X: a\r\n\tContent-Length: 5\r\n\r\n"),
                bad(400, "white space before the first field", LINE + " X: a\r\n" + HOST + "\r\n"),
                bad(400, "white space before the colon", LINE + HOST + "Content-Length : 5\r\n\r\n"),
                bad(400, "tab before the colon", LINE + HOST + "Transfer-Encoding\t: chunked\r\n\r\n"),
                bad(400, "no colon", LINE + HOST + "nonsense\r\n\r\n"),
                bad(400, "empty name", LINE + HOST + ": a\r\n\r\n"),
                bad(400, "name with parentheses", LINE + HOST + "a(b): c\r\n\r\n"),
                bad(400, "name with NUL", LINE + HOST + "Content-Length\0: 5\r\n\r\n"),
                bad(400, "name beyond ASCII", LINE + HOST + "Content-L\u00e9ngth: 5\r\n\r\n"),
                bad(400, "no Host", LINE + "\r\n"),
                bad(400, "two Hosts", LINE + HOST + HOST + "\r\n"),
                bad(400, "two different Hosts", LINE + HOST + "host: b.example.org\r\n\r\n"),
                bad(400, "empty Host", LINE + "Host:\r\n\r\n"),
                bad(400, "Host with a path", LINE + "Host: deb.example.org/a\r\n\r\n"),
                bad(400, "Host with user information", LINE + "Host: a@deb.example.org\r\n\r\n"),
                bad(400, "Host with a list", LINE + "Host: a.example.org, b.example.org\r\n\r\n"),
                bad(400, "Host with a bad port", LINE + "Host: deb.example.org:http\r\n\r\n"),
                bad(400, "two spaces before the target", "GET  http://deb.example.org/a HTTP/1.1\r\n" + HOST + "\r\n"),
                bad(400, "two spaces behind the target", "GET http://deb.example.org/a  HTTP/1.1\r\n" + HOST + "\r\n"),
                bad(400, "a space in the target", "GET http://deb.example.org/a b HTTP/1.1\r\n" + HOST + "\r\n"),
                bad(400, "a space behind the version", "GET http://deb.example.org/a HTTP/1.1 \r\n" + HOST + "\r\n"),
                bad(400, "a tab in the request line", "GET\thttp://deb.example.org/a\tHTTP/1.1\r\n" + HOST + "\r\n"),
                bad(400, "a space before the method", " GET http://deb.example.org/a HTTP/1.1\r\n" + HOST + "\r\n"),
                bad(400, "method that is no token", "G@T http://deb.example.org/a HTTP/1.1\r\n" + HOST + "\r\n"),
                bad(400, "target with NUL", "GET http://deb.example.org/a\0 HTTP/1.1\r\n" + HOST + "\r\n"),
                bad(400, "target beyond ASCII", "GET http://deb.example.org/\u00e4 HTTP/1.1\r\n" + HOST + "\r\n"),
                bad(400, "HTTP/0.9", "GET http://deb.example.org/a\r\n"),
                bad(400, "lower case version", "GET http://deb.example.org/a http/1.1\r\n" + HOST + "\r\n"),
                bad(400, "version with more digits", "GET http://deb.example.org/a HTTP/1.10\r\n" + HOST + "\r\n"),
                bad(400, "version without a dot", "GET http://deb.example.org/a HTTP/11\r\n" + HOST + "\r\n"),
                bad(505, "HTTP/2.0", "GET http://deb.example.org/a HTTP/2.0\r\n" + HOST + "\r\n"),
                bad(505, "HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                bad(400, "TLS", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003"),
                bad(400, "many empty lines", "\r\n\r\n\r\n\r\n\r\n\r\n" + LINE + HOST + "\r\n"),
                bad(400, "an empty line that is a bare LF", "\n" + LINE + HOST + "\r\n"));
    }

    Stream<Arguments> framing() {
        return Stream.of(
                bad(400, "both lengths", content("Content-Length: 6\r\nTransfer-Encoding: chunked", "0\r\n\r\n")),
                bad(
                        400,
                        "both, the other way round",
                        content("Transfer-Encoding: chunked\r\nContent-Length: 6", "0\r\n\r\n")),
                bad(400, "two lengths", content("Content-Length: 5\r\nContent-Length: 6", "hello")),
                bad(400, "the same length twice", content("Content-Length: 5\r\nContent-Length: 5", "hello")),
                bad(400, "a list of lengths", content("Content-Length: 5, 5", "hello")),
                bad(400, "signed length", content("Content-Length: +5", "hello")),
                bad(400, "negative length", content("Content-Length: -5", "hello")),
                bad(400, "hexadecimal length", content("Content-Length: 0x5", "hello")),
                bad(400, "length with a space", content("Content-Length: 5 0", "hello")),
                bad(400, "empty length", content("Content-Length: ", "hello")),
                bad(400, "length beyond a long", content("Content-Length: 99999999999999999999", "hello")),
                bad(400, "length that wraps", content("Content-Length: 18446744073709551621", "hello")),
                bad(400, "length in other digits", content("Content-Length: \u00b2", "hello")),
                bad(413, "more content than allowed", content("Content-Length: 65537", "")),
                bad(501, "identity", content("Transfer-Encoding: identity", "0\r\n\r\n")),
                bad(501, "gzip and chunked", content("Transfer-Encoding: gzip, chunked", "0\r\n\r\n")),
                bad(501, "chunked and gzip", content("Transfer-Encoding: chunked, gzip", "0\r\n\r\n")),
                bad(501, "chunked twice", content("Transfer-Encoding: chunked, chunked", "0\r\n\r\n")),
                bad(
                        501,
                        "two codings",
                        content("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", "0\r\n\r\n")),
                bad(501, "nearly chunked", content("Transfer-Encoding: xchunked", "0\r\n\r\n")),
                bad(501, "quoted chunked", content("Transfer-Encoding: \"chunked\"", "0\r\n\r\n")),
                bad(501, "chunked with a parameter", content("Transfer-Encoding: chunked;a=b", "0\r\n\r\n")),
                bad(400, "chunked behind a vertical tab", content("Transfer-Encoding: \u000bchunked", "0\r\n\r\n")),
                bad(501, "empty coding", content("Transfer-Encoding:", "0\r\n\r\n")),
                bad(
                        400,
                        "chunked in HTTP/1.0",
                        content("Transfer-Encoding: chunked", "0\r\n\r\n").replace("HTTP/1.1", "HTTP/1.0")),
                bad(400, "size 0x", chunked("0x5\r\nhello\r\n0\r\n\r\n")),
                bad(400, "empty size", chunked("\r\nhello\r\n0\r\n\r\n")),
                bad(400, "size with a sign", chunked("+5\r\nhello\r\n0\r\n\r\n")),
                bad(400, "negative size", chunked("-1\r\nhello\r\n0\r\n\r\n")),
                bad(400, "size with a space", chunked("5 \r\nhello\r\n0\r\n\r\n")),
                bad(400, "size behind a space", chunked(" 5\r\nhello\r\n0\r\n\r\n")),
                bad(400, "size with an underscore", chunked("0_5\r\nhello\r\n0\r\n\r\n")),
                bad(400, "size that overflows", chunked("100000005\r\nhello\r\n0\r\n\r\n")),
                bad(400, "size that overflows a long", chunked("10000000000000005\r\nhello\r\n0\r\n\r\n")),
                bad(400, "bare LF behind the size", chunked("5\nhello\r\n0\r\n\r\n")),
                bad(400, "bare LF in an extension", chunked("5;a\nb\r\nhello\r\n0\r\n\r\n")),
                bad(400, "bare CR in an extension", chunked("5;a\rb\r\nhello\r\n0\r\n\r\n")),
                bad(400, "extension without a name", chunked("5;\r\nhello\r\n0\r\n\r\n")),
                bad(400, "extension with an open quote", chunked("5;a=\"b\r\nhello\r\n0\r\n\r\n")),
                bad(400, "endless extension", chunked("5;a=" + "b".repeat(300) + "\r\nhello\r\n0\r\n\r\n")),
                bad(400, "no CRLF behind the data", chunked("5\r\nhello0\r\n\r\n")),
                bad(400, "bare LF behind the data", chunked("5\r\nhello\n0\r\n\r\n")),
                bad(400, "more data than the size", chunked("5\r\nhelloXX0\r\n\r\n")),
                bad(400, "bare LF ends the trailers", chunked("0\r\n\n")),
                bad(400, "malformed trailer", chunked("0\r\nnonsense\r\n\r\n")),
                bad(400, "folded trailer", chunked("0\r\n a: b\r\n\r\n")),
                bad(413, "more chunks than allowed", chunked(("4000\r\n" + "x".repeat(0x4000) + "\r\n").repeat(5))),
                bad(417, "unknown expectation", LINE + HOST + "Expect: the-unexpected\r\n\r\n"));
    }

    Stream<Arguments> tooMuch() {
        String field = "X: " + "x".repeat(8000) + "\r\n";
        return Stream.of(
                bad(
                        414,
                        "long target",
                        "GET http://deb.example.org/" + "a".repeat(9000) + " HTTP/1.1\r\n" + HOST + "\r\n"),
                bad(414, "target without an end", "GET http://deb.example.org/" + "a".repeat(9000)),
                bad(431, "long field", LINE + HOST + "X: " + "x".repeat(9000) + "\r\n\r\n"),
                bad(431, "field without an end", LINE + HOST + "X: " + "x".repeat(9000)),
                bad(431, "many fields", LINE + HOST + field.repeat(9) + "\r\n"),
                bad(431, "countless fields", LINE + HOST + "a:\r\n".repeat(300) + "\r\n"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource({"malformed", "framing", "tooMuch"})
    void request_notExactlyOne_isRefusedAndNothingBehindItIsAnswered(int status, String name, String octets)
            throws Exception {
        fixture.port().asked().clear();
        try (var client = fixture.client()) {
            fixture.port().on("/a", exchange -> ScriptedPort.text("hello"));
            fixture.port().on("/smuggled", exchange -> ScriptedPort.text("smuggled"));
            fixture.port().on("/before", exchange -> ScriptedPort.text("before"));

            client.get("http://deb.example.org/before").send(octets);
            client.send(SMUGGLED);

            assertThat(client.answer().body()).isEqualTo("before");
            var answer = client.answer();
            assertThat(answer.status()).as(name).isEqualTo(status);
            assertThat(answer.field("connection")).isEqualTo("close");
            assertThat(answer.body()).isNotEmpty();
            assertThat(client.atEnd()).isTrue();
            assertThat(fixture.port().asked()).containsExactly("GET /before");
        }
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("framing")
    void request_octetByOctet_isJudgedTheSame(int status, String name, String octets) {
        var parser = new RequestParser(ListenerLimits.DEFAULT, new KnownSections());
        var in = Unpooled.buffer();
        Parsed parsed = Parsed.More.MORE;
        for (int i = 0; i < octets.length() && !(parsed instanceof Parsed.Malformed); i++) {
            in.writeByte(octets.charAt(i));
            parsed = parser.parse(in);
        }

        assertThat(parsed)
                .as(name)
                .isInstanceOfSatisfying(
                        Parsed.Malformed.class,
                        malformed -> assertThat(malformed.status()).isEqualTo(status));
    }

    @Test
    void content_ofEveryKind_isSkippedAndTheNextRequestIsAnswered() throws Exception {
        try (var client = fixture.client()) {
            fixture.port().on("/a", exchange -> ScriptedPort.text("hello"));
            fixture.port().on("/b", exchange -> ScriptedPort.text("next"));

            client.send(content("Content-Length: 5", "GET /"))
                    .send(chunked("5\r\nGET /\r\n0\r\n\r\n"))
                    .send(chunked("5;a;b=c;d=\"e f\"\r\nGET /\r\n00a\r\n0123456789\r\n0\r\nT: r\r\n\r\n"))
                    .send(content("Content-Length: 0", ""))
                    .get("http://deb.example.org/b");

            for (int i = 0; i < 4; i++) {
                assertThat(client.answer().body()).isEqualTo("hello");
            }
            assertThat(client.answer().body()).isEqualTo("next");
        }
    }

    @Test
    void refusedRequest_clientGoesOnSending_stillGetsTheAnswer() throws Exception {
        try (var client = fixture.client()) {
            client.send("GET / HTTP/1.1\n");
            for (int i = 0; i < 50; i++) {
                client.send("x".repeat(10_000));
            }

            assertThat(client.answer().status()).isEqualTo(400);
            assertThat(client.atEnd()).isTrue();
        }
    }

    @Test
    void emptyLines_beforeARequest_areSkipped() throws Exception {
        try (var client = fixture.client()) {
            client.send("\r\n\r\nGET / HTTP/1.1\r\n" + HOST + "\r\n");

            assertThat(client.answer().status()).isEqualTo(406);
        }
    }

    /** RFC 9110, 2.5. */
    @Test
    void request_ofAHigherMinorVersion_isTakenAsHttp11() throws Exception {
        try (var client = fixture.client()) {
            fixture.port().on("/a", exchange -> ScriptedPort.text("hello"));

            client.send("GET http://deb.example.org/a HTTP/1.2\r\n" + HOST + "\r\n")
                    .get("http://deb.example.org/a");

            assertThat(client.answer().body()).isEqualTo("hello");
            assertThat(client.answer().body()).isEqualTo("hello");
        }
    }

    @Test
    void expect_100Continue_isAnsweredBeforeTheContent() throws Exception {
        try (var client = fixture.client()) {
            fixture.port().on("/a", exchange -> ScriptedPort.text("hello"));

            client.send(content("Expect: 100-continue\r\nContent-Length: 5", ""));
            assertThat(client.answer().status()).isEqualTo(100);
            client.send("12345");

            assertThat(client.answer().body()).isEqualTo("hello");
        }
    }

    @Test
    void absoluteTarget_otherHost_targetWins() throws Exception {
        try (var client = fixture.client()) {
            fixture.port()
                    .on(
                            "/a",
                            exchange -> ScriptedPort.text(
                                    exchange.request().target().host()));

            client.send(LINE + "Host: other.example.org\r\n\r\n");

            assertThat(client.answer().body()).isEqualTo("deb.example.org");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("persistence")
    void connection_versionAndOptions_isKeptOrClosed(String request, boolean kept, String said) throws Exception {
        try (var client = fixture.client()) {
            fixture.port().on("/a", exchange -> ScriptedPort.text("hello"));

            var answer = client.send(request).answer();

            assertThat(answer.statusLine()).startsWith("HTTP/1.1 200");
            assertThat(answer.field("connection")).isEqualTo(said);
            if (kept) {
                assertThat(client.send(request).answer().body()).isEqualTo("hello");
            } else {
                assertThat(client.atEnd()).isTrue();
            }
        }
    }

    Stream<Arguments> persistence() {
        String old = "GET http://deb.example.org/a HTTP/1.0\r\n";
        String path = "GET /deb.example.org/a HTTP/1.0\r\n";
        return Stream.of(
                Arguments.of(LINE + HOST + "\r\n", true, ""),
                Arguments.of(LINE + HOST + "Connection: keep-alive\r\n\r\n", true, ""),
                Arguments.of(LINE + HOST + "Connection: x, Close\r\n\r\n", false, "close"),
                Arguments.of(LINE + HOST + "Proxy-Connection: close\r\n\r\n", false, "close"),
                Arguments.of(old + "\r\n", false, "close"),
                Arguments.of(path + "Connection: Keep-Alive\r\n\r\n", true, "keep-alive"),
                Arguments.of(old + "Connection: Keep-Alive\r\n\r\n", false, "close"),
                Arguments.of(old + "Proxy-Connection: Keep-Alive\r\n\r\n", true, "keep-alive"));
    }

    private static Arguments bad(int status, String name, String octets) {
        return Arguments.of(status, name, octets);
    }

    private static String content(String fields, String content) {
        return LINE + HOST + fields + "\r\n\r\n" + content;
    }

    private static String chunked(String chunks) {
        return content("Transfer-Encoding: chunked", chunks);
    }
}
