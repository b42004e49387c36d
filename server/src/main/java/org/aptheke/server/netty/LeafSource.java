package org.aptheke.server.netty;

import java.io.IOException;
import java.time.Instant;

/** Gives the certificates by which this program stands in for intercepted hosts. Safe for use by many threads; may block. */
@FunctionalInterface
public interface LeafSource {
    /** Where nothing is intercepted. */
    LeafSource NONE = host -> {
        throw new IOException("there is no certificate for " + host);
    };

    /**
     * A certificate for the host.
     *
     * @throws IOException when none can be had; the message is shown to the client
     */
    Leaf leafFor(String host) throws IOException;

    /** A certificate, and when to ask for another. */
    record Leaf(ServerCertificate certificate, Instant renewAt) {}
}
