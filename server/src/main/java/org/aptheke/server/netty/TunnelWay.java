package org.aptheke.server.netty;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.aptheke.origin.ParentProxy;

/**
 * One way to the far end of a tunnel.
 *
 * @param addresses of the far end, or of the parent proxy that connects to it; resolved, in the order in which to try
 *     them
 */
public record TunnelWay(List<InetSocketAddress> addresses, Optional<Parent> parent) {
    public TunnelWay {
        addresses = List.copyOf(addresses);
    }

    /** Without any proxy. */
    public static TunnelWay direct(List<InetSocketAddress> addresses) {
        return new TunnelWay(addresses, Optional.empty());
    }

    /**
     * A proxy on the way.
     *
     * @param tls for a proxy that is spoken to by TLS
     */
    public record Parent(ParentProxy proxy, SSLContext tls, Report report) {}

    /** Wants to know how a parent fares. Safe for use by many threads. */
    public interface Report {
        void worked();

        /** It could not be reached. */
        void failed(String cause);
    }
}
