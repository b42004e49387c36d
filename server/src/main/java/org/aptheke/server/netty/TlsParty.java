package org.aptheke.server.netty;

import java.util.Optional;

/** As whom this program speaks TLS on a connection, and what follows. Used on the connection's event loop only. */
interface TlsParty {
    /** A reference for the caller, who releases it. */
    TlsContext context();

    /** The only name by which the client may call it; empty when any will do. */
    Optional<String> onlyName();

    /** The handshake is done. */
    void opened();

    /** There will be no handshake. */
    void refused(String cause);
}
