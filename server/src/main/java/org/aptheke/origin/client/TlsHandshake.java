package org.aptheke.origin.client;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.OriginLimits;
import org.aptheke.origin.OriginTimeoutException;
import org.aptheke.origin.OriginUnreachableException;
import org.aptheke.origin.ParentProxy;

/** Makes TLS over a connection, with all checks. */
final class TlsHandshake {
    private final OriginNetwork network;
    private final OriginLimits limits;

    TlsHandshake(OriginNetwork network, OriginLimits limits) {
        this.network = network;
        this.limits = limits;
    }

    /** A session with a parent, by whose own trust alone it is judged. */
    SSLSocket withParent(ParentProxy parent, OriginSocket socket) throws IOException {
        return over(socket, socket, new Peer(parent.host(), parent.port(), network.tlsOf(parent), List.of()));
    }

    /**
     * A session with an origin.
     *
     * @param over what carries it: {@code timed} itself, or something over it
     */
    SSLSocket withOrigin(TargetUri origin, Socket over, OriginSocket timed) throws IOException {
        var rules = network.tls();
        String host = origin.hostName();
        return over(
                over, timed, new Peer(host, origin.port(), rules.context(host, origin.credential()), rules.pins(host)));
    }

    /** Who is to be at the other end. */
    private record Peer(String host, int port, SSLContext context, List<Pin> pins) {}

    private SSLSocket over(Socket over, OriginSocket timed, Peer peer) throws IOException {
        String host = peer.host;
        int port = peer.port;
        timed.allow(limits.connect());
        try {
            var tls = (SSLSocket) peer.context.getSocketFactory().createSocket(over, host, port, true);
            var parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            serverName(host).ifPresent(name -> parameters.setServerNames(List.of(name)));
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            var chain = tls.getSession().getPeerCertificates();
            if (!peer.pins.isEmpty() && !Pin.isIn(peer.pins, chain)) {
                throw new SSLPeerUnverifiedException(Pin.refusal("upstream", chain));
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
            timed.allowAnyTime();
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
}
