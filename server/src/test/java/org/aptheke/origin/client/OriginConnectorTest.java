package org.aptheke.origin.client;

import static org.aptheke.origin.client.OriginClientFixture.IDENTITY;
import static org.aptheke.origin.client.OriginClientFixture.LONG;
import static org.aptheke.origin.client.OriginClientFixture.LOOPBACK;
import static org.aptheke.origin.client.OriginClientFixture.ROOMY;
import static org.aptheke.origin.client.OriginClientFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.aptheke.http.Fields;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.BandwidthLimit;
import org.aptheke.origin.Cidr;
import org.aptheke.origin.EgressGuard;
import org.aptheke.origin.EgressRefusedException;
import org.aptheke.origin.OriginLimits;
import org.aptheke.origin.OriginRequest;
import org.aptheke.origin.OriginTimeoutException;
import org.aptheke.origin.OriginUnreachableException;
import org.aptheke.testkit.ScriptedOrigin;
import org.aptheke.testkit.ThrowawayCa;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class OriginConnectorTest {
    private static final EgressGuard CLOSED = new EgressGuard(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "localhost",
                "2130706433",
                "127.1",
                "0x7f.1",
                "0177.0.0.1",
                "::1",
                "::ffff:127.0.0.1",
                "0"
            })
    void send_spellingOfLoopback_neverConnects(String host) throws Exception {
        try (var origin = ScriptedOrigin.start();
                var client = client(CLOSED, OriginNetwork.of(CLOSED).resolver())) {
            // A spelling that the resolver does not know ends there; none ends at the origin.
            assertThatThrownBy(() -> client.send(get(host, origin.port())))
                    .isInstanceOfAny(EgressRefusedException.class, OriginUnreachableException.class);
            assertThat(origin.acceptedConnections()).isZero();
        }
    }

    @Test
    void send_nameLeadsToPrivateAddress_isRefusedNamingTheSetting() throws Exception {
        try (var origin = ScriptedOrigin.start();
                var client = client(CLOSED, resolving("127.0.0.1"))) {
            assertThatThrownBy(() -> client.send(get("deb.example.org", origin.port())))
                    .isInstanceOf(EgressRefusedException.class)
                    .hasMessageContaining("deb.example.org leads to 127.0.0.1")
                    .hasMessageContaining("[egress] allow = [\"127.0.0.1/32\"]");
            assertThat(origin.acceptedConnections()).isZero();
        }
    }

    @Test
    void send_someAddressesRefused_usesTheOthers() throws Exception {
        var guard = new EgressGuard(List.of(Cidr.parse("127.0.0.1")));
        try (var origin = ScriptedOrigin.start().otherwise((request, reply) -> reply.send(200, "hello"));
                var client = client(guard, resolving("10.1.2.3", "127.0.0.1"));
                var response = client.send(get("deb.example.org", origin.port()))) {
            assertThat(text(response)).isEqualTo("hello");
            assertThat(origin.requests().getFirst().field("Host")).hasValue("deb.example.org:" + origin.port());
        }
    }

    @Test
    void send_firstAddressRefusesConnection_usesTheNext() throws Exception {
        try (var origin = ScriptedOrigin.start().otherwise((request, reply) -> reply.send(200, "hello"));
                var client = client(LOOPBACK, resolving("127.0.0.9", "::1", "127.0.0.1"));
                var response = client.send(get("deb.example.org", origin.port()))) {
            assertThat(text(response)).isEqualTo("hello");
        }
    }

    @Test
    void send_firstAddressIsSilent_costsAFractionOfTheLimit() throws Exception {
        var limits = OriginLimits.DEFAULT;
        try (var origin = ScriptedOrigin.start().otherwise((request, reply) -> reply.send(200, "hello"));
                var silent = new SilentPort("127.0.0.9", origin.port());
                var client = new HttpOriginClient(
                        IDENTITY,
                        limits,
                        new OriginNetwork(
                                LOOPBACK, resolving("127.0.0.9", "127.0.0.1"), TlsRules.of(tls()), ParentRules.NONE),
                        BandwidthLimit.UNLIMITED)) {
            assertThat(silent.isSilent()).isTrue();
            long start = System.nanoTime();
            try (var response = client.send(get("deb.example.org", origin.port()))) {
                assertThat(text(response)).isEqualTo("hello");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void send_allAddressesSilent_timesOut() throws Exception {
        try (var silent = new SilentPort("127.0.0.9", 0);
                var client = client(LOOPBACK, resolving("127.0.0.9"), tls(), Duration.ofSeconds(1))) {
            assertThatThrownBy(() -> client.send(get("deb.example.org", silent.port())))
                    .isInstanceOf(OriginTimeoutException.class)
                    .hasMessageContaining("deb.example.org:" + silent.port());
        }
    }

    @Test
    void send_nameUnknown_isUnreachable() {
        try (var client = client(LOOPBACK, host -> {
            throw new UnknownHostException(host);
        })) {
            assertThatThrownBy(() -> client.send(get("nowhere.example", 80)))
                    .isInstanceOf(OriginUnreachableException.class)
                    .hasMessageContaining("nowhere.example");
        }
    }

    @Test
    void send_ipv6Literal_isBracketedInHost() throws Exception {
        try (var origin = ScriptedOrigin.startOnIpv6().otherwise((request, reply) -> reply.send(200, "hello"));
                var client = client(LOOPBACK, OriginNetwork.of(LOOPBACK).resolver());
                var response = client.send(get("::1", origin.port()))) {
            assertThat(text(response)).isEqualTo("hello");
            assertThat(response.peer()).endsWith("]:" + origin.port()).startsWith("[");
            assertThat(origin.requests().getFirst().field("Host")).hasValue("[::1]:" + origin.port());
        }
    }

    @Test
    void send_https_checksCertificateAndName(@TempDir Path directory) throws Exception {
        var ca = ThrowawayCa.create(directory, "dns:deb.example.org,ip:127.0.0.1");
        try (var origin = ScriptedOrigin.startTls(ca).otherwise((request, reply) -> reply.send(200, "hello"));
                var trusting = client(LOOPBACK, resolving("127.0.0.1"), ca.clientContext());
                var other = client(LOOPBACK, resolving("127.0.0.1"))) {
            for (String host : List.of("deb.example.org", "127.0.0.1")) {
                try (var response = trusting.send(secure(host, origin.port()))) {
                    assertThat(text(response)).isEqualTo("hello");
                }
            }
            assertThatThrownBy(() -> trusting.send(secure("evil.example", origin.port())))
                    .isInstanceOf(OriginUnreachableException.class)
                    .hasMessageContaining("evil.example");
            assertThatThrownBy(() -> other.send(secure("deb.example.org", origin.port())))
                    .isInstanceOf(OriginUnreachableException.class)
                    .hasMessageContaining("deb.example.org")
                    .hasMessageContaining("certification path");
            assertThat(origin.count()).isEqualTo(2);
        }
    }

    @Test
    void send_httpsToPlainServer_isUnreachable() throws Exception {
        try (var origin = ScriptedOrigin.start();
                var client = client(LOOPBACK, resolving("127.0.0.1"), tls(), Duration.ofSeconds(1))) {
            assertThatThrownBy(() -> client.send(secure("deb.example.org", origin.port())))
                    .isInstanceOfAny(OriginUnreachableException.class, OriginTimeoutException.class)
                    .hasMessageContaining("deb.example.org");
        }
    }

    private static HttpOriginClient client(EgressGuard guard, HostResolver resolver) {
        return client(guard, resolver, tls());
    }

    private static HttpOriginClient client(EgressGuard guard, HostResolver resolver, SSLContext tls) {
        return client(guard, resolver, tls, LONG);
    }

    private static HttpOriginClient client(EgressGuard guard, HostResolver resolver, SSLContext tls, Duration connect) {
        var limits = ROOMY.withTimes(connect, LONG, LONG);
        return new HttpOriginClient(
                IDENTITY,
                limits,
                new OriginNetwork(guard, resolver, TlsRules.of(tls), ParentRules.NONE),
                BandwidthLimit.UNLIMITED);
    }

    private static SSLContext tls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static HostResolver resolving(String... literals) {
        var addresses = Stream.of(literals).map(InetAddress::ofLiteral).toList();
        return host -> addresses;
    }

    private static OriginRequest get(String host, int port) {
        return new OriginRequest("GET", new TargetUri(Scheme.HTTP, host, port, "/", ""), Fields.EMPTY);
    }

    private static OriginRequest secure(String host, int port) {
        return new OriginRequest("GET", new TargetUri(Scheme.HTTPS, host, port, "/", ""), Fields.EMPTY);
    }

    /** A port that answers no connect: its queue is full, and Linux then drops what comes. */
    private static final class SilentPort implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket();
        private final List<Socket> queue = new ArrayList<>();

        SilentPort(String address, int port) throws IOException {
            listener.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port), 1);
            while (queue.size() < 10 && !isSilent()) {
                var socket = new Socket();
                queue.add(socket);
                try {
                    socket.connect(listener.getLocalSocketAddress(), 200);
                } catch (IOException full) {
                    return;
                }
            }
        }

        boolean isSilent() {
            return queue.stream().anyMatch(socket -> !socket.isConnected());
        }

        int port() {
            return listener.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            listener.close();
            for (var socket : queue) {
                socket.close();
            }
        }
    }
}
