package org.aptheke.origin.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.OriginLimits;
import org.aptheke.origin.OriginTimeoutException;
import org.aptheke.origin.OriginUnreachableException;
import org.aptheke.origin.ParentProxy;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections for the pool: to an address that the egress guard lets pass, or to a parent proxy that goes on to
 * the origin; and makes TLS with full checks, with an https parent and with an https origin, one inside the other.
 */
final class OriginConnector implements HttpClientConnectionOperator {
    private static final String PURPOSE = "org.aptheke.purpose";

    private final Addresses addresses;
    private final Reach reach;
    private final TlsHandshake handshake;
    private final OriginLimits limits;
    private final String userAgent;
    private final ReadWatch watch;

    /** What a connection is for, since the pool tells only the next hop. */
    private record Purpose(TargetUri target, Way way) {}

    OriginConnector(OriginNetwork network, OriginLimits limits, String userAgent, ReadWatch watch) {
        this.watch = watch;
        this.addresses = new Addresses(network);
        this.reach = new Reach(network, limits);
        this.handshake = new TlsHandshake(network, limits);
        this.limits = limits;
        this.userAgent = userAgent;
    }

    static HttpContext contextFor(TargetUri target, Way way) {
        var context = HttpClientContext.create();
        context.setAttribute(PURPOSE, new Purpose(target, way));
        return context;
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
        if (!(context.getAttribute(PURPOSE) instanceof Purpose(TargetUri target, Way way))) {
            throw new IllegalStateException("a connection without a purpose");
        }
        switch (way) {
            case Way.Direct() -> {
                var socket = reach.guarded(target.hostName(), target.port());
                finish(connection, target, socket, () -> socket);
            }
            case Way.Through(var parent) -> {
                addresses.checkUnresolved(target.hostName());
                var socket = connectTo(parent);
                finish(connection, target, socket, () -> through(parent, target, socket));
            }
        }
    }

    @Override
    public void upgrade(ManagedHttpClientConnection connection, HttpHost host, HttpContext context) {
        throw new UnsupportedOperationException("connections are made whole");
    }

    /** What stands between the socket and the origin. */
    private interface Between {
        Socket socket() throws IOException;
    }

    private void finish(ManagedHttpClientConnection connection, TargetUri target, OriginSocket socket, Between between)
            throws IOException {
        boolean bound = false;
        try {
            socket.watchedBy(watch);
            socket.setSoTimeout(Math.clamp(limits.idle().toMillis(), 1, Integer.MAX_VALUE));
            Socket over = between.socket();
            if (target.scheme() == Scheme.HTTPS) {
                over = handshake.withOrigin(target, over, socket);
            }
            if (over instanceof SSLSocket tls) {
                connection.bind(tls, socket);
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

    private OriginSocket connectTo(ParentProxy parent) throws IOException {
        try {
            return reach.unguarded(parent.host(), parent.port());
        } catch (OriginUnreachableException | OriginTimeoutException e) {
            throw new ParentDeadException("the parent proxy cannot be reached: " + e.getMessage(), e);
        }
    }

    private Socket through(ParentProxy parent, TargetUri target, OriginSocket socket) throws IOException {
        Socket over = parent.kind() == ParentProxy.Kind.HTTPS ? secured(parent, socket) : socket;
        boolean forwards = new Way.Through(parent).forwards();
        if (forwards && target.scheme() == Scheme.HTTP) {
            return over;
        }
        // It has to connect to the origin first.
        socket.allow(limits.connect().plus(limits.header()));
        try {
            if (forwards) {
                new ConnectRequest(parent, userAgent).connect(over, target.hostName(), target.port());
            } else {
                new Socks5(parent).connect(over, target.hostName(), target.port());
            }
            return over;
        } catch (SocketTimeoutException e) {
            throw new OriginTimeoutException("the parent proxy " + parent.authority() + " does not answer", e);
        } catch (OriginUnreachableException | OriginTimeoutException | ParentDeadException | InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            throw new OriginUnreachableException(
                    "the parent proxy " + parent.authority() + " broke off: " + e.getMessage(), e);
        } finally {
            socket.allowAnyTime();
        }
    }

    private SSLSocket secured(ParentProxy parent, OriginSocket socket) throws IOException {
        try {
            return handshake.withParent(parent, socket);
        } catch (OriginUnreachableException | OriginTimeoutException e) {
            throw new ParentDeadException("the parent proxy cannot be used: " + e.getMessage(), e);
        }
    }
}
