package org.aptheke.origin;

import java.util.Optional;
import org.aptheke.http.AddressText;

/**
 * A proxy between this one and the origins, which resolves their names. Immutable.
 *
 * @param name for messages, and by which a request may ask for it
 * @param host may be any that the operator wrote: the egress guard is not asked about it
 */
public record ParentProxy(String name, Kind kind, String host, int port, Optional<Login> login) {
    /** How it is spoken to. */
    public enum Kind {
        HTTP,
        /** The same inside of TLS. */
        HTTPS,
        /** RFC 1928. */
        SOCKS5
    }

    /** What is shown to it. */
    public record Login(String user, Secret password) {}

    /** Host and port, for messages. */
    public String authority() {
        return AddressText.inUri(host, port);
    }
}
