package org.aptheke.server.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.aptheke.http.Fields;
import org.aptheke.testkit.Tool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The listener that speaks TLS with its clients: the same HTTP as on the other, and CONNECT in it. */
final class TlsListenerTest {
    private static final String ESTABLISHED = "HTTP/1.1 200 Connection established\r\n\r\n";

    @TempDir
    private Path directory = Path.of("");

    private TestCertificates certificates;
    private Fixture fixture;

    @BeforeEach
    void start() throws Exception {
        certificates = new TestCertificates(directory);
        fixture = Fixture.secure(ListenerLimits.DEFAULT, certificates, certificates.own());
        fixture.port().intercept("vendor.example");
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
    void request_inBothForms_isAnsweredOnOneConnection() throws Exception {
        try (var client = tls()) {
            assertThat(client.get("http://deb.example.org/a").answer().body())
                    .isEqualTo("about http://deb.example.org/a");
            assertThat(client.get("/deb.example.org/a").answer().body()).isEqualTo("about http://deb.example.org/a");
            assertThat(client.get("/").answer().status()).isEqualTo(406);
        }
        assertThat(fixture.server().counters().tlsHandshakes().sum()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://deb.example.org/a", "https://127.0.0.1:%d/deb.example.org/a"})
    void curl_asProxyAndAsServer_acceptsTheCertificate(String url) throws Exception {
        int port = fixture.tlsAddress().getPort();
        var curl = new java.util.ArrayList<>(List.of("curl", "-sS", "--noproxy", ""));
        var ca = certificates.bundle().toString();
        curl.addAll(
                url.startsWith("https")
                        ? List.of("--cacert", ca)
                        : List.of("--proxy-cacert", ca, "-x", "https://127.0.0.1:" + port));
        curl.add(url.formatted(port));

        assertThat(Tool.in(directory).run(curl).output()).isEqualTo("about http://deb.example.org/a");
    }

    @Test
    void answer_thatIsTheLast_endsWithCloseNotify() throws Exception {
        try (var client = tls()) {
            client.send("GET /deb.example.org/a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

            assertThat(client.answer().field("connection")).isEqualTo("close");
            assertThat(client.atEnd()).isTrue();
        }
        var outcome = Tool.in(directory)
                .run(
                        List.of(
                                "openssl",
                                "s_client",
                                "-quiet",
                                "-connect",
                                "127.0.0.1:" + fixture.tlsAddress().getPort()),
                        "GET /deb.example.org/a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        assertThat(outcome.output()).contains("about").doesNotContain("unexpected eof");
    }

    @Test
    void connect_inside_tunnelsBothWays() throws Exception {
        try (var origin = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var client = tls()) {
            client.send(connect("far.example.org", origin.getLocalPort()) + "early");
            try (var far = origin.accept()) {
                assertThat(client.exactly(ESTABLISHED.length())).isEqualTo(ESTABLISHED);
                client.send(" and late");
                assertThat(read(far, "early and late".length())).isEqualTo("early and late");
                far.getOutputStream().write("answer".getBytes(StandardCharsets.US_ASCII));
                far.shutdownOutput();
                assertThat(client.exactly("answer".length())).isEqualTo("answer");
                assertThat(client.atEnd()).isTrue();
            }
        }
    }

    @Test
    void connect_insideToAnInterceptedHost_isTlsInTls() throws Exception {
        byte[] bytes = new byte[1_000_000];
        new java.util.Random(1).nextBytes(bytes);
        var stored = new CountedFile(directory.resolve("file"), bytes);
        fixture.port().on("/file", exchange -> ScriptedPort.answer(200, Fields.EMPTY, stored.content()));
        try (var outer = tls()) {
            outer.send(connect("vendor.example", 443));
            outer.exactly(ESTABLISHED.length());
            try (var inner = outer.overTls(certificates.clients(), "vendor.example")) {
                inner.send("GET /a HTTP/1.1\r\nHost: vendor.example\r\n\r\n");
                assertThat(inner.answer().body()).isEqualTo("about https://vendor.example/a");
                inner.send("GET /file HTTP/1.1\r\nHost: vendor.example\r\nConnection: close\r\n\r\n");
                assertThat(inner.answer().body().getBytes(StandardCharsets.ISO_8859_1))
                        .isEqualTo(bytes);
                assertThat(inner.atEnd()).isTrue();
            }
        }
    }

    @Test
    void certificate_changed_isShownToNewConnectionsAndOldOnesGoOn() throws Exception {
        try (var before = tls()) {
            fixture.server().speakTlsBy(certificates.own());
            try (var after = tls()) {
                assertThat(serial(after)).isNotEqualTo(serial(before));
                assertThat(before.get("/").answer().status()).isEqualTo(406);
                assertThat(after.get("/").answer().status()).isEqualTo(406);
            }
        }
    }

    @Test
    void plainHttp_onThePortForTls_isToldSo() throws Exception {
        try (var client = new RawClient(fixture.tlsAddress())) {
            var answer = client.get("http://deb.example.org/a").answer();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("https");
            assertThat(client.atEnd()).isTrue();
        }
    }

    @Test
    void connection_overTheLimit_isClosedWithoutAWord() throws Exception {
        fixture.close();
        fixture = Fixture.secure(ListenerLimits.DEFAULT.withConnections(1, 0), certificates, certificates.own());
        try (var first = tls()) {
            assertThat(first.get("/").answer().status()).isEqualTo(406);
            try (var second = new RawClient(fixture.tlsAddress())) {
                assertThat(second.atEnd()).isTrue();
            }
        }
    }

    @Test
    void client_readsNothing_isCutAndTheContentClosed() throws Exception {
        var second = Duration.ofSeconds(60);
        fixture.close();
        fixture = Fixture.secure(
                ListenerLimits.DEFAULT.withTimeouts(second, second, Duration.ofMillis(300), second),
                certificates,
                certificates.own());
        var stored = new CountedFile(directory.resolve("file"), new byte[40_000_000]);
        fixture.port().on("/file", exchange -> ScriptedPort.answer(200, Fields.EMPTY, stored.content()));
        try (var client = tls()) {
            client.get("http://deb.example.org/file");

            assertThat(fixture.events(1).getFirst().cause()).contains("left");
            Fixture.await(() -> stored.opened() == 1 && stored.open() == 0);
        }
    }

    @Test
    void client_leavesInTheMiddle_contentIsClosed() throws Exception {
        var stored = new CountedFile(directory.resolve("file"), new byte[40_000_000]);
        fixture.port().on("/file", exchange -> ScriptedPort.answer(200, Fields.EMPTY, stored.content()));
        try (var client = tls()) {
            client.get("http://deb.example.org/file").exactly(1_000_000);
        }
        Fixture.await(() -> stored.opened() == 1 && stored.open() == 0);
    }

    @Test
    void file_shorterThanRecorded_breaksTheConnectionOff() throws Exception {
        var path = directory.resolve("file");
        var stored = new CountedFile(path, new byte[1_000_000]);
        var content = stored.content();
        try (var channel = java.nio.channels.FileChannel.open(path, java.nio.file.StandardOpenOption.WRITE)) {
            channel.truncate(500_000);
        }
        fixture.port().on("/file", exchange -> ScriptedPort.answer(200, Fields.EMPTY, content));
        try (var client = tls()) {
            var text = client.get("http://deb.example.org/file").rest();

            assertThat(text).contains("1000000").hasSizeLessThan(600_000);
        }
        Fixture.await(() -> stored.open() == 0);
    }

    @Test
    void provider_nativeLibrary_isThere() {
        assertThat(OpenSsl.isAvailable())
                .as("%s", OpenSsl.unavailabilityCause())
                .isTrue();
    }

    @Test
    void provider_ofTheJdk_makesHandlersToo() throws Exception {
        var context = TlsContext.of(certificates.own(), Instant.MAX, TlsContext.Tickets.GIVEN, SslProvider.JDK);

        var engine = context.newHandler(UnpooledByteBufAllocator.DEFAULT, Duration.ofSeconds(1))
                .engine();

        assertThat(engine.getEnabledProtocols()).containsExactlyInAnyOrder("TLSv1.3", "TLSv1.2");
        assertThat(engine.getUseClientMode()).isFalse();
        context.release();
    }

    private RawClient tls() throws IOException {
        return RawClient.tls(fixture.tlsAddress(), certificates.clients());
    }

    private static java.math.BigInteger serial(RawClient client) throws IOException {
        return ((X509Certificate) client.session().getPeerCertificates()[0]).getSerialNumber();
    }

    private static String connect(String host, int port) {
        return "CONNECT " + host + ":" + port + " HTTP/1.1\r\nHost: " + host + ":" + port + "\r\n\r\n";
    }

    private static String read(Socket socket, int count) throws IOException {
        socket.setSoTimeout(20_000);
        return new String(socket.getInputStream().readNBytes(count), StandardCharsets.US_ASCII);
    }
}
