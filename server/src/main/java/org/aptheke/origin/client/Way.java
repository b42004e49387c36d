package org.aptheke.origin.client;

import org.aptheke.origin.ParentProxy;

/** How a connection to an origin is made. */
public sealed interface Way {
    /** To one of its addresses. */
    record Direct() implements Way {}

    /** To a parent proxy, which connects to it. */
    record Through(ParentProxy parent) implements Way {}

    /** Whether requests for http are sent in absolute form, for the parent to forward (RFC 9112, 3.2.2). */
    default boolean forwards() {
        return this instanceof Through(var parent) && parent.kind() != ParentProxy.Kind.SOCKS5;
    }
}
