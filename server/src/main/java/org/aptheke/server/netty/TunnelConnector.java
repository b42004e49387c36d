package org.aptheke.server.netty;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/** Says where a tunnel may lead. Safe for use by many threads; may block. */
@FunctionalInterface
public interface TunnelConnector {
    /**
     * The addresses of a host that may be connected to, in the order in which to try them.
     *
     * @return resolved addresses, at least one
     * @throws IOException when the name has no address, or when none of its addresses may be reached; the message is
     *     shown to the client
     */
    List<InetSocketAddress> resolve(String host, int port) throws IOException;

    /**
     * The ways to a host, in the order in which to try them: straight to its addresses, or through parent proxies.
     *
     * @return at least one
     * @throws IOException as {@link #resolve}
     */
    default List<TunnelWay> ways(String host, int port) throws IOException {
        return List.of(TunnelWay.direct(resolve(host, port)));
    }
}
