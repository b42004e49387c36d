package org.aptheke.server.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import org.aptheke.cache.CacheKey;
import org.aptheke.http.Content;
import org.aptheke.http.Fields;
import org.aptheke.testkit.Tool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CONNECT to an intercepted host: TLS with that host, and in it the same HTTP as elsewhere. */
final class InterceptionTest {
    private static final String ESTABLISHED = "HTTP/1.1 200 Connection established\r\n\r\n";
    private static final String HOST = "vendor.example";
    private static final String AUTHORITY = HOST + ":443";

    @TempDir
    private Path directory = Path.of("");

    private TestCertificates certificates;
    private Fixture fixture;

    @BeforeEach
    void start() throws Exception {
        certificates = new TestCertificates(directory);
        fixture = Fixture.secure(ListenerLimits.DEFAULT, certificates, certificates.own());
        fixture.port().intercept(HOST, "not-signed.example", "a." + HOST);
        fixture.port()
                .on(
                        "/a",
                        exchange ->
                                ScriptedPort.text("about " + exchange.request().target()));
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void connect_listedHost_isAnsweredInItsName() throws Exception {
        try (var client = intercepted(HOST)) {
            var answer = client.send(get("/a")).answer();
            var again = client.send(get("/a")).answer();

            assertThat(answer.body())
                    .isEqualTo("about https://vendor.example/a")
                    .isEqualTo(again.body());
            assertThat(client.session().getProtocol()).isEqualTo("TLSv1.3");
            var shown = (X509Certificate) client.session().getPeerCertificates()[0];
            assertThat(shown.getSubjectAlternativeNames()).containsExactly(List.of(2, HOST));
        }
        var events = fixture.events(3);
        assertThat(events.get(0).method()).isEqualTo("CONNECT");
        assertThat(events.get(0).status()).isEqualTo(200);
        assertThat(events.get(0).cause()).isEmpty();
        assertThat(events.get(1).host()).isEqualTo(HOST);
        assertThat(events.get(1).path()).isEqualTo("/a");
        assertThat(fixture.server().counters().intercepted().sum()).isEqualTo(1);
    }

    @Test
    void requests_pipelined_areAnsweredInOrder() throws Exception {
        try (var client = intercepted(HOST)) {
            var requests = new StringBuilder();
            for (int i = 0; i < 30; i++) {
                int number = i;
                fixture.port().on("/" + i, exchange -> ScriptedPort.text("number " + number));
                requests.append(get("/" + i));
            }
            client.send(requests.toString());

            for (int i = 0; i < 30; i++) {
                assertThat(client.answer().body()).isEqualTo("number " + i);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 65_536, 131_072, 131_073, 3_000_000})
    void file_anySize_isTheSameThroughTls(int size) throws Exception {
        byte[] bytes = bytes(size);
        var stored = new CountedFile(directory.resolve("file"), bytes);
        fixture.port().on("/file", exchange -> ScriptedPort.answer(200, Fields.EMPTY, stored.content()));
        try (var client = intercepted(HOST)) {
            for (int i = 0; i < 3; i++) {
                var answer = client.send(get("/file")).answer();
                assertThat(answer.field("content-length")).isEqualTo("" + size);
                assertThat(answer.body().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1))
                        .isEqualTo(bytes);
            }
        }
        Fixture.await(() -> stored.open() == 0);
    }

    @Test
    void growingContent_ofUnknownLength_comesInChunks() throws Exception {
        byte[] bytes = bytes(700_000);
        var stored = new CountedFile(directory.resolve("file"), bytes);
        fixture.port().on("/growing", exchange -> {
            var file = stored.content().file().channel();
            var arrival = new ScriptedArrival(java.util.OptionalLong.empty());
            arrival.piece(new Content.Piece.InFile(file, 0, 200_000));
            arrival.bytes("in between");
            arrival.piece(new Content.Piece.InFile(file, 200_000, 500_000));
            return ScriptedPort.answer(200, Fields.EMPTY, new Content.Growing(arrival.end()));
        });
        try (var client = intercepted(HOST)) {
            var text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);

            assertThat(client.send(get("/growing")).answer().body())
                    .isEqualTo(text.substring(0, 200_000) + "in between" + text.substring(200_000));
            assertThat(client.send(get("/a")).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void growingContent_breaksOff_endsWithoutCloseNotify() throws Exception {
        fixture.port().on("/broken", exchange -> {
            var arrival = new ScriptedArrival(java.util.OptionalLong.of(100))
                    .bytes("half")
                    .breaks();
            return ScriptedPort.answer(200, Fields.EMPTY, new Content.Growing(arrival));
        });
        var outcome = sClient("-quiet", get("/broken"));

        assertThat(outcome.output()).contains("half", "unexpected eof");
    }

    @Test
    void hotAnswer_ofTheProxyForm_isUsedInside() throws Exception {
        var key = new CacheKey("vendor.example/hot.deb");
        var stored = new CountedFile(directory.resolve("hot"), bytes(5000));
        fixture.port()
                .on(
                        "/hot.deb",
                        exchange -> ScriptedPort.hit(
                                key,
                                stored.content(),
                                fixture.now(),
                                fixture.now().plusSeconds(60),
                                fixture.epochs().of(key)));
        try (var plain = fixture.client();
                var client = intercepted(HOST)) {
            plain.get("https://vendor.example/hot.deb").answer();
            var inside = client.send(get("/hot.deb")).answer();

            assertThat(inside.body()).hasSize(5000);
            assertThat(fixture.port().asked()).containsExactly("GET /hot.deb");
            assertThat(fixture.server().counters().hotHits().sum()).isEqualTo(1);
        }
    }

    @Test
    void request_forAnotherHost_is421AndNeverHot() throws Exception {
        var key = new CacheKey("other.example/hot.deb");
        var stored = new CountedFile(directory.resolve("hot"), bytes(50));
        fixture.port()
                .on(
                        "/hot.deb",
                        exchange -> ScriptedPort.hit(
                                key,
                                stored.content(),
                                fixture.now(),
                                fixture.now().plusSeconds(60),
                                fixture.epochs().of(key)));
        try (var plain = fixture.client();
                var client = intercepted(HOST)) {
            plain.send("GET /other.example/hot.deb HTTP/1.1\r\nHost: other.example\r\n\r\n");
            assertThat(plain.answer().status()).isEqualTo(200);
            client.send("GET /other.example/hot.deb HTTP/1.1\r\nHost: other.example\r\n\r\n");

            assertThat(client.answer().status()).isEqualTo(421);
            assertThat(client.send(get("/a")).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void serverName_differentFromConnect_isRefusedInTheWordsOfTls() throws Exception {
        try (var client = fixture.client()) {
            client.send(connect(HOST));
            client.exactly(ESTABLISHED.length());

            assertThatThrownBy(() -> client.overTls(certificates.clients(), "other.vendor.example"))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("unrecognized_name");
        }
        assertThat(fixture.events(1).getFirst().cause()).contains("other.vendor.example", HOST);
        assertThat(fixture.server().counters().tlsRefused().sum()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "-alpn h2,no application protocol,h2",
        "-tls1,protocol version,",
        "-tls1_1,protocol version,",
        "-servername other.example,unrecognized name,other.example"
    })
    void openssl_whatIsNotSpoken_isRefusedByAnAlert(String options, String alert, String cause) throws Exception {
        var outcome = sClient("-cipher ALL:@SECLEVEL=0 " + options, "");

        assertThat(outcome.output()).contains(alert);
        assertThat(fixture.events(1).getFirst().cause()).contains(cause == null ? "handshake failed" : cause);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3", "-alpn h2,http/1.1", "-alpn http/1.1", "-noservername"})
    void openssl_whatIsSpoken_isAnswered(String options) throws Exception {
        var outcome = sClient(
                "-quiet -verify_return_error -verify_hostname " + HOST + " " + options,
                "GET /a HTTP/1.1\r\nHost: " + HOST + "\r\nConnection: close\r\n\r\n");

        assertThat(outcome.output()).contains("HTTP/1.1 200 OK", "about https://vendor.example/a");
    }

    @Test
    void curl_throughTheProxy_acceptsTheCertificate() throws Exception {
        var outcome = Tool.in(directory)
                .run(List.of(
                        "curl",
                        "-sS",
                        "--noproxy",
                        "",
                        "-x",
                        "http://127.0.0.1:" + fixture.address().getPort(),
                        "--cacert",
                        certificates.bundle().toString(),
                        "https://vendor.example/a"));

        assertThat(outcome.output()).isEqualTo("about https://vendor.example/a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: vendor.example\r\n\r\n",
                "garbage, and more garbage",
                "\0\0\0\0\0\0\0\0\0"
            })
    void garbage_afterConnect_isToldAndClosed(String garbage) throws Exception {
        try (var client = fixture.client()) {
            client.send(connect(HOST));
            client.exactly(ESTABLISHED.length());
            var answer = client.send(garbage).answer();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("TLS");
            assertThat(client.atEnd()).isTrue();
        }
        assertThat(fixture.events(1).getFirst().cause()).contains("does not speak TLS");
    }

    @Test
    void garbage_inTheFormOfARecord_isClosed() throws Exception {
        try (var client = fixture.client()) {
            client.send(connect(HOST));
            client.exactly(ESTABLISHED.length());
            client.send("\u0016\u0003\u0001\u0000\u0005\u0001\u0000\u0000\u0001\u0003");
            client.rest();
        }
        assertThat(fixture.events(1).getFirst().cause()).isNotEmpty();
    }

    @Test
    void garbage_afterTheHandshake_closesTheConnection() throws Exception {
        try (var plain = fixture.client()) {
            plain.send(connect(HOST));
            plain.exactly(ESTABLISHED.length());
            var client = plain.overTls(certificates.clients(), HOST);
            assertThat(client.send(get("/a")).answer().status()).isEqualTo(200);

            plain.send("\u0017\u0003\u0003\u0000\u0004true");

            assertThatThrownBy(client::answer).isInstanceOf(IOException.class);
            Fixture.await(() -> fixture.server().counters().openConnections().sum() == 0);
        }
    }

    @Test
    void silence_afterConnect_isClosedInTime() throws Exception {
        var second = Duration.ofSeconds(60);
        fixture.close();
        fixture = Fixture.secure(
                ListenerLimits.DEFAULT.withTimeouts(Duration.ofMillis(200), second, second, second),
                certificates,
                certificates.own());
        fixture.port().intercept(HOST);
        try (var client = fixture.client();
                var half = fixture.client()) {
            client.send(connect(HOST));
            client.exactly(ESTABLISHED.length());
            half.send(connect(HOST) + "\u0016\u0003\u0001");
            half.exactly(ESTABLISHED.length());

            assertThat(client.atEnd()).isTrue();
            assertThat(half.atEnd()).isTrue();
        }
        assertThat(fixture.events(2))
                .allSatisfy(event -> assertThat(event.cause()).contains("in time"));
    }

    @Test
    void connect_noCertificateForTheHost_is503WithTheReason() throws Exception {
        try (var client = fixture.client()) {
            var answer = client.send(connect("not-signed.example")).answer();

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).contains("not-signed.example");
        }
    }

    @Test
    void certificates_sameHost_areMadeOnceUntilForgotten() throws Exception {
        for (int i = 0; i < 3; i++) {
            intercepted(HOST).close();
        }
        assertThat(certificates.issued()).isEqualTo(1);

        fixture.server().forgetLeaves();
        intercepted(HOST).close();
        intercepted("a." + HOST).close();
        assertThat(certificates.issued()).isEqualTo(3);

        fixture.pass(Duration.ofDays(2000));
        intercepted(HOST).close();
        assertThat(certificates.issued()).as("made anew when it is time").isEqualTo(4);
    }

    @Test
    void twoHundredHosts_eachGetsItsCertificate() throws Exception {
        for (int i = 0; i < 200; i++) {
            String host = "h" + i + "." + HOST;
            fixture.port().intercept(host);
            try (var client = intercepted(host)) {
                client.send("GET /a HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
                assertThat(client.answer().body()).isEqualTo("about https://" + host + "/a");
            }
        }
        assertThat(certificates.issued()).isEqualTo(200);
    }

    @Test
    void session_isResumed() throws Exception {
        for (var version : List.of("-tls1_2", "-tls1_3")) {
            var session = directory.resolve("session" + version).toString();
            var request = "GET /a HTTP/1.1\r\nHost: " + HOST + "\r\nConnection: close\r\n\r\n";
            sClient(version + " -ign_eof -sess_out " + session, request);

            assertThat(sClient(version + " -ign_eof -sess_in " + session, request)
                            .output())
                    .as(version)
                    .contains("Reused, TLSv1");
        }
    }

    @Test
    void stop_interceptedConnections_areEnded() throws Exception {
        try (var client = intercepted(HOST);
                var silent = fixture.client()) {
            silent.send(connect(HOST));
            silent.exactly(ESTABLISHED.length());
            var stopping = fixture.stopping(Duration.ofSeconds(20));

            assertThat(client.atEnd()).isTrue();
            assertThat(silent.atEnd()).isTrue();
            assertThat(stopping.join(Duration.ofSeconds(20))).isTrue();
        }
    }

    private RawClient intercepted(String host) throws IOException {
        var client = fixture.client();
        client.send(connect(host));
        assertThat(client.exactly(ESTABLISHED.length())).isEqualTo(ESTABLISHED);
        return client.overTls(certificates.clients(), host);
    }

    private Tool.Outcome sClient(String options, String input) throws Exception {
        var command = new java.util.ArrayList<>(List.of(
                "openssl",
                "s_client",
                "-proxy",
                "127.0.0.1:" + fixture.address().getPort(),
                "-connect",
                AUTHORITY));
        command.addAll(List.of("-CAfile", certificates.bundle().toString()));
        command.addAll(List.of(options.split(" ", -1)));
        return Tool.in(directory).run(command, input);
    }

    private static String connect(String host) {
        return "CONNECT " + host + ":443 HTTP/1.1\r\nHost: " + host + ":443\r\n\r\n";
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n";
    }

    private static byte[] bytes(int size) {
        var bytes = new byte[size];
        new java.util.Random(size).nextBytes(bytes);
        return bytes;
    }
}
