package org.aptheke.origin.client;

import static org.aptheke.origin.client.OriginClientFixture.IDENTITY;
import static org.aptheke.origin.client.OriginClientFixture.ROOMY;
import static org.aptheke.origin.client.OriginClientFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.aptheke.http.Fields;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.BandwidthLimit;
import org.aptheke.origin.EgressGuard;
import org.aptheke.origin.EgressRefusedException;
import org.aptheke.origin.OriginRequest;
import org.aptheke.origin.OriginTimeoutException;
import org.aptheke.origin.OriginUnreachableException;
import org.aptheke.origin.ParentProxy;
import org.aptheke.origin.Secret;
import org.aptheke.testkit.ManualClock;
import org.aptheke.testkit.RefusingPort;
import org.aptheke.testkit.ScriptedOrigin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetches through parents that are scripted; real ones are asked by the tests of the whole program. */
@Timeout(60)
final class ThroughParentTest {
    private static final InstantSource CLOCK = ManualClock.at("2026-01-01T00:00:00Z");
    private static final String PASSWORD = "hunter2secret";
    private static final Optional<ParentProxy.Login> LOGIN =
            Optional.of(new ParentProxy.Login("user", Secret.of(PASSWORD)));

    @Test
    void send_httpTarget_isForwardedInAbsoluteFormWithItsHostUnresolved() throws Exception {
        try (var parent = ScriptedOrigin.start().otherwise((request, reply) -> reply.send(200, "forwarded"));
                var client = client(parent(ParentProxy.Kind.HTTP, parent.port(), LOGIN), false)) {
            for (int i = 0; i < 2; i++) {
                try (var response = client.send(get("http", "deb.example.org", 80, "/x?q"))) {
                    assertThat(text(response)).isEqualTo("forwarded");
                }
            }

            var received = parent.requests().getFirst();
            assertThat(received.target()).isEqualTo("http://deb.example.org/x?q");
            assertThat(received.field("Host")).hasValue("deb.example.org");
            assertThat(received.field("Proxy-Authorization")).hasValue("Basic dXNlcjpodW50ZXIyc2VjcmV0");
            assertThat(parent.acceptedConnections()).as("kept").isEqualTo(1);
        }
    }

    @Test
    void send_parentWantsALogin_isAFailureOfOursAndNotTheOriginsAnswer() throws Exception {
        try (var parent = ScriptedOrigin.start()
                        .otherwise(
                                (request, reply) -> reply.send(407, "who?", "Proxy-Authenticate: Basic realm=\"x\""));
                var client = client(parent(ParentProxy.Kind.HTTP, parent.port(), LOGIN), false)) {
            for (String scheme : List.of("http", "https")) {
                assertThatThrownBy(() -> client.send(get(scheme, "deb.example.org", 80, "/")))
                        .isInstanceOf(OriginUnreachableException.class)
                        .hasMessageContaining("another user and password (407)")
                        .hasMessageContaining("[[parent]]")
                        .hasMessageNotContaining(PASSWORD);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"403, false", "502, false", "503, false", "504, true"})
    void send_connectRefused_saysWhatTheParentSaid(int status, boolean timeout) throws Exception {
        try (var parent = ScriptedOrigin.start().otherwise((request, reply) -> reply.send(status, "no"));
                var client = client(parent(ParentProxy.Kind.HTTP, parent.port(), Optional.empty()), true)) {
            assertThatThrownBy(() -> client.send(get("https", "deb.example.org", 443, "/")))
                    .isInstanceOf(timeout ? OriginTimeoutException.class : OriginUnreachableException.class)
                    .hasMessageContaining("does not connect to deb.example.org:443")
                    .hasMessageContaining(Integer.toString(status));
            assertThat(parent.requests().getFirst().head()).startsWith("CONNECT deb.example.org:443 HTTP/1.1\r\n");
        }
    }

    @Test
    void send_deadParent_isUnreachableOrPassedByAsConfigured() throws Exception {
        try (var origin = ScriptedOrigin.start().otherwise((request, reply) -> reply.send(200, "direct"));
                var port = RefusingPort.hold()) {
            var dead = parent(ParentProxy.Kind.SOCKS5, port.number(), Optional.empty());
            try (var strict = client(dead, false);
                    var falling = client(dead, true)) {
                assertThatThrownBy(() -> strict.send(get("http", "127.0.0.1", origin.port(), "/")))
                        .isInstanceOf(OriginUnreachableException.class)
                        .hasMessageContaining("the parent proxy cannot be reached")
                        .hasMessageContaining(Integer.toString(dead.port()));
                try (var response = falling.send(get("http", "127.0.0.1", origin.port(), "/"))) {
                    assertThat(text(response)).isEqualTo("direct");
                }
                assertThat(origin.count()).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ParentProxy.Kind.class)
    void send_parentIsNoProxy_isPassedBy(ParentProxy.Kind kind) throws Exception {
        try (var garbage = new RawServer("garbage\r\n\r\nmore of it\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                var client = client(parent(kind, garbage.port(), Optional.empty()), false)) {
            assertThatThrownBy(() -> client.send(get("https", "deb.example.org", 443, "/")))
                    .isInstanceOf(OriginUnreachableException.class)
                    .hasMessageContaining(Integer.toString(garbage.port()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, failure 1, false",
        "2, its rules forbid it, false",
        "3, the network cannot be reached, false",
        "4, the host cannot be reached, false",
        "5, the connection was refused, false",
        "6, it takes too long, true",
        "8, it does not know this kind of address, false"
    })
    void send_socksRefuses_saysWhy(int reply, String words, boolean timeout) throws Exception {
        byte[] answers = {5, 0, 5, (byte) reply, 0, 1, 0, 0, 0, 0, 0, 0};
        try (var socks = new RawServer(answers);
                var client = client(parent(ParentProxy.Kind.SOCKS5, socks.port(), Optional.empty()), true)) {
            assertThatThrownBy(() -> client.send(get("http", "deb.example.org", 80, "/")))
                    .isInstanceOf(timeout ? OriginTimeoutException.class : OriginUnreachableException.class)
                    .hasMessageContaining("does not connect to deb.example.org:80: " + words);
        }
    }

    @Test
    void send_socksWithLogin_sendsItAndTheNameUnresolved() throws Exception {
        byte[] answers = concat(
                new byte[] {5, 2, 1, 0, 5, 0, 0, 3, 1, 'x', 0, 80},
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi".getBytes(StandardCharsets.US_ASCII));
        try (var socks = new RawServer(answers);
                var client = client(parent(ParentProxy.Kind.SOCKS5, socks.port(), LOGIN), false);
                var response = client.send(get("http", "deb.example.org", 8080, "/x"))) {
            assertThat(text(response)).isEqualTo("hi");

            String received = socks.received();
            assertThat(received)
                    .startsWith(
                            "\5\2\0\2" + "\1\4user\15" + PASSWORD + "\5\1\0\3\17deb.example.org\37\220GET /x HTTP/1.1");
        }
    }

    @Test
    void send_socksRefusesTheLogin_saysSoWithoutThePassword() throws Exception {
        try (var socks = new RawServer(new byte[] {5, 2, 1, 1});
                var client = client(parent(ParentProxy.Kind.SOCKS5, socks.port(), LOGIN), true)) {
            assertThatThrownBy(() -> client.send(get("http", "deb.example.org", 80, "/")))
                    .isInstanceOf(OriginUnreachableException.class)
                    .hasMessageContaining("refuses our user and password")
                    .hasMessageNotContaining(PASSWORD);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "localhost",
                "a.localhost",
                "2130706433",
                "127.1",
                "0x7f.1",
                "0177.0.0.1",
                "::1",
                "::ffff:127.0.0.1",
                "64:ff9b::a00:1",
                "169.254.169.254",
                "10.0.0.1",
                "0"
            })
    void send_addressThatMayNotBeReached_isNotAskedOfAParent(String host) throws Exception {
        for (var kind : List.of(ParentProxy.Kind.HTTP, ParentProxy.Kind.SOCKS5)) {
            try (var parent = ScriptedOrigin.start();
                    var client = new HttpOriginClient(
                            IDENTITY,
                            ROOMY,
                            network(new EgressGuard(List.of()), parent(kind, parent.port(), LOGIN), false),
                            BandwidthLimit.UNLIMITED)) {
                for (String scheme : List.of("http", "https")) {
                    assertThatThrownBy(() -> client.send(get(scheme, host, 80, "/")))
                            .isInstanceOf(EgressRefusedException.class)
                            .hasMessageContaining("[egress] allow");
                }
                assertThat(parent.acceptedConnections()).isZero();
            }
        }
    }

    private static HttpOriginClient client(ParentProxy parent, boolean fallBack) throws Exception {
        return new HttpOriginClient(
                IDENTITY, ROOMY, network(OriginClientFixture.LOOPBACK, parent, fallBack), BandwidthLimit.UNLIMITED);
    }

    /** Names of origins cannot be resolved: only the parent could. */
    private static OriginNetwork network(EgressGuard guard, ParentProxy parent, boolean fallBack) throws Exception {
        HostResolver resolver = host -> {
            if (!host.equals("127.0.0.1")) {
                throw new UnknownHostException(host);
            }
            return List.of(InetAddress.ofLiteral(host));
        };
        var rules = new ParentRules(List.of(new ParentRules.Rule(parent, host -> true, fallBack, Trust.USUAL)), CLOCK);
        return new OriginNetwork(guard, resolver, TlsRules.of(SSLContext.getDefault()), rules);
    }

    private static ParentProxy parent(ParentProxy.Kind kind, int port, Optional<ParentProxy.Login> login) {
        return new ParentProxy("parent", kind, "127.0.0.1", port, login);
    }

    private static OriginRequest get(String scheme, String host, int port, String pathAndQuery) {
        int question = pathAndQuery.indexOf('?');
        String path = question < 0 ? pathAndQuery : pathAndQuery.substring(0, question);
        String query = question < 0 ? "" : pathAndQuery.substring(question + 1);
        var target = new TargetUri(scheme.equals("http") ? Scheme.HTTP : Scheme.HTTPS, host, port, path, query);
        return new OriginRequest("GET", target, Fields.EMPTY);
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    /** Sends each client the same bytes, whatever it says, and keeps what it said. */
    private static final class RawServer implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket();
        private final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();

        RawServer(byte[] answers) throws IOException {
            listener.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
            Thread.ofVirtual().start(() -> serve(answers));
        }

        int port() {
            return listener.getLocalPort();
        }

        String received() throws InterruptedException {
            var text = received.poll(20, TimeUnit.SECONDS);
            if (text == null) {
                throw new AssertionError("nobody came");
            }
            return text;
        }

        private void serve(byte[] answers) {
            while (!listener.isClosed()) {
                try (var socket = listener.accept()) {
                    socket.getOutputStream().write(answers);
                    socket.getOutputStream().flush();
                    socket.setSoTimeout(500);
                    var text = new StringBuilder();
                    try {
                        for (int octet = socket.getInputStream().read();
                                octet >= 0;
                                octet = socket.getInputStream().read()) {
                            text.append((char) octet);
                        }
                    } catch (SocketTimeoutException e) {
                        // It has said all.
                    }
                    received.add(text.toString());
                } catch (IOException e) {
                    // The client left, or this server did.
                }
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
