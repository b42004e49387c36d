package org.aptheke.origin.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.EgressRefusedException;
import org.aptheke.origin.OriginLimits;
import org.aptheke.origin.OriginTimeoutException;
import org.aptheke.origin.OriginUnreachableException;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections for the pool: resolves, asks the egress guard about every address, connects to the first that
 * answers, asks again about the address reached, and makes TLS with full checks.
 */
final class OriginConnector implements HttpClientConnectionOperator {
    private static final String TARGET = "org.aptheke.target";

    private final OriginNetwork network;
    private final OriginLimits limits;

    OriginConnector(OriginNetwork network, OriginLimits limits) {
        this.network = network;
        this.limits = limits;
    }

    @Override
    public void connect(
            ManagedHttpClientConnection connection,
            HttpHost host,
            @Nullable InetSocketAddress localAddress,
            @Nullable TimeValue timeout,
            SocketConfig config,
            HttpContext context)
            throws IOException {
        OriginSocket socket = open(host.getHostName(), host.getPort());
        boolean bound = false;
        try {
            socket.setSoTimeout(Math.clamp(limits.idle().toMillis(), 1, Integer.MAX_VALUE));
            if (host.getSchemeName().equals("https")) {
                connection.bind(handshake(socket, target(context)), socket);
            } else {
                connection.bind(socket);
            }
            bound = true;
        } finally {
            if (!bound) {
                socket.close();
            }
        }
    }

    /** What a connection is for, since the pool tells only the next hop. */
    static HttpContext contextFor(TargetUri target) {
        var context = HttpClientContext.create();
        context.setAttribute(TARGET, target);
        return context;
    }

    private static TargetUri target(HttpContext context) {
        if (context.getAttribute(TARGET) instanceof TargetUri target) {
            return target;
        }
        throw new IllegalStateException("connections are made for targets");
    }

    @Override
    public void upgrade(ManagedHttpClientConnection connection, HttpHost host, HttpContext context) {
        throw new UnsupportedOperationException("only connections through a parent proxy are upgraded");
    }

    private OriginSocket open(String host, int port) throws IOException {
        var race = new AddressRace(host, port, limits.connect(), permitted(host));
        OriginSocket socket;
        try {
            socket = race.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(host, e);
        }
        try {
            network.guard().check(host, socket.getInetAddress());
            return socket;
        } catch (EgressRefusedException e) {
            socket.close();
            throw e;
        }
    }

    /** What the guard lets pass; when it is nothing, the guard's words about the first. */
    private List<InetAddress> permitted(String host) throws IOException {
        var permitted = new ArrayList<InetAddress>();
        Optional<EgressRefusedException> refusal = Optional.empty();
        for (var address : resolve(host)) {
            try {
                network.guard().check(host, address);
                permitted.add(address);
            } catch (EgressRefusedException e) {
                refusal = Optional.of(refusal.orElse(e));
            }
        }
        if (permitted.isEmpty() && refusal.isPresent()) {
            throw refusal.get();
        }
        return permitted;
    }

    private List<InetAddress> resolve(String host) throws OriginUnreachableException {
        try {
            var addresses = network.resolver().resolve(host);
            if (addresses.isEmpty()) {
                throw new OriginUnreachableException(host + ": the name has no address");
            }
            return addresses;
        } catch (UnknownHostException e) {
            throw new OriginUnreachableException(host + ": the name cannot be resolved (" + e.getMessage() + ")", e);
        }
    }

    private SSLSocket handshake(OriginSocket socket, TargetUri target) throws IOException {
        String host = target.hostName();
        int port = target.port();
        var context = network.tls().context(host, target.credential());
        socket.allow(limits.connect());
        try {
            var tls = (SSLSocket) context.getSocketFactory().createSocket(socket, host, port, true);
            var parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            serverName(host).ifPresent(name -> parameters.setServerNames(List.of(name)));
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            var pins = network.tls().pins(host);
            if (!pins.isEmpty()) {
                Pin.check(pins, tls.getSession());
            }
            return tls;
        } catch (SocketTimeoutException e) {
            throw new OriginTimeoutException(
                    "no TLS session with " + host + ":" + port + " within "
                            + limits.connect().toMillis() + " ms",
                    e);
        } catch (SSLException e) {
            throw new OriginUnreachableException("no TLS session with " + host + ":" + port + ": " + cause(e), e);
        } catch (IOException e) {
            throw new OriginUnreachableException(
                    "no TLS session with " + host + ":" + port + ": the connection broke: " + e.getMessage(), e);
        } finally {
            socket.allowAnyTime();
        }
    }

    /** The name for SNI; none for addresses (RFC 6066, 3) and for names that TLS cannot carry. */
    private static Optional<SNIHostName> serverName(String host) {
        boolean address = host.indexOf(':') >= 0 || Character.isDigit(host.charAt(host.length() - 1));
        if (address) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SNIHostName(host));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // an underscore
        }
    }

    /** The innermost message says what is wrong with a certificate; the outer ones only that something is. */
    private static String cause(Throwable failure) {
        if (failure.getCause() == null) {
            return String.valueOf(failure.getMessage());
        }
        Throwable innermost = failure.getCause();
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return failure.getMessage() + " (" + innermost.getMessage() + ")";
    }

    private static InterruptedIOException interrupted(String host, InterruptedException cause) {
        var failure = new InterruptedIOException("interrupted while connecting to " + host);
        failure.initCause(cause);
        return failure;
    }
}
