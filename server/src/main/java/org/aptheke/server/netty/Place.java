package org.aptheke.server.netty;

import java.net.InetSocketAddress;

/** Where connections come in. */
public sealed interface Place {
    /** An address that is to be bound. */
    record Own(InetSocketAddress address) implements Place {}

    /** A socket that listens already, as {@link InheritedSocket} has found; the listener closes it when it stops. */
    record Inherited(int descriptor) implements Place {}
}
