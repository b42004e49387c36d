package org.aptheke.origin.client;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.aptheke.origin.OriginLimits;
import org.aptheke.origin.OriginTimeoutException;
import org.aptheke.origin.OriginUnreachableException;

/** Makes TLS over a connection, with all checks. */
final class TlsHandshake {
    private final TlsRules rules;
    private final OriginLimits limits;

    TlsHandshake(TlsRules rules, OriginLimits limits) {
        this.rules = rules;
        this.limits = limits;
    }

    /**
     * A session with a host.
     *
     * @param over what carries it: {@code timed} itself, or something over it
     * @param credential with whose certificate, if these credentials have one
     */
    SSLSocket over(Socket over, OriginSocket timed, String host, int port, Optional<String> credential)
            throws IOException {
        var context = rules.context(host, credential);
        timed.allow(limits.connect());
        try {
            var tls = (SSLSocket) context.getSocketFactory().createSocket(over, host, port, true);
            var parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            serverName(host).ifPresent(name -> parameters.setServerNames(List.of(name)));
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            var pins = rules.pins(host);
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
