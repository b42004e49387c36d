package org.aptheke.server.netty;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This program as its clients know it, where it listens for TLS. Used on the connection's event loop only. */
final class ListenerParty implements TlsParty {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerParty.class);

    private final ClientConnection connection;

    ListenerParty(ClientConnection connection) {
        this.connection = connection;
    }

    @Override
    public TlsContext context() {
        return connection.listener().ownContext();
    }

    /** Clients call it by names and addresses that only they know, and check the certificate against them. */
    @Override
    public Optional<String> onlyName() {
        return Optional.empty();
    }

    @Override
    public void opened() {
        connection
                .channel()
                .pipeline()
                .addLast(new FilePieces())
                .addLast(new ConnectionHandler(connection, Role.Proxy.PROXY, Outlet.Between.HANDLERS));
    }

    @Override
    public void refused(String cause) {
        LOG.debug("{}: {}", connection.channel(), cause);
    }
}
