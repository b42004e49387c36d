package org.aptheke.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A port of 127.0.0.1 that refuses connections for as long as it is held, because nobody else can listen there. */
public final class RefusingPort implements AutoCloseable {
    /** Bound, and never made to listen. */
    private final Socket holder = new Socket();

    private RefusingPort() {}

    public static RefusingPort hold() throws IOException {
        var port = new RefusingPort();
        port.holder.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        return port;
    }

    public int number() {
        return holder.getLocalPort();
    }

    /** {@code 127.0.0.1:PORT} */
    public String authority() {
        return "127.0.0.1:" + number();
    }

    @Override
    public void close() throws IOException {
        holder.close();
    }
}
