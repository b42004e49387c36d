package org.aptheke.origin.client;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A pooled connection. The library hands out its raw bytes behind the header section ({@code UNDEFINED}); the framing
 * is ours ({@link Framing}).
 */
final class OriginConnection extends DefaultManagedHttpClientConnection {
    private static final Http1Config CONFIG =
            Http1Config.custom().setMaxLineLength(ResponseParser.MAX_LINE).build();
    private static final Timeout GLANCE = Timeout.ofMilliseconds(1);

    private volatile @Nullable OriginSocket socket;

    OriginConnection(String id) {
        super(
                id,
                null,
                // Fields hold one char for one byte; the library's own conversion loses 0x80 to 0x9f.
                StandardCharsets.ISO_8859_1.newEncoder().onUnmappableCharacter(CodingErrorAction.REPLACE),
                CONFIG,
                message -> ContentLengthStrategy.UNDEFINED,
                null,
                null,
                config -> new ResponseParser());
    }

    @Override
    public void bind(Socket plain) throws IOException {
        socket = (OriginSocket) plain;
        super.bind(plain);
    }

    @Override
    public void bind(SSLSocket tls, Socket plain) throws IOException {
        socket = (OriginSocket) plain;
        super.bind(tls, plain);
    }

    /** The socket that carries it. */
    OriginSocket originSocket() {
        OriginSocket bound = socket;
        if (bound == null) {
            throw new IllegalStateException("not connected");
        }
        return bound;
    }

    /** Whether bytes came that nobody asked for. Unlike {@link #isStale} it does not wait, and does not see an end. */
    boolean hasUnaskedBytes() throws IOException {
        return getSocket().getInputStream().available() > 0;
    }

    /** Also when bytes came that nobody asked for: they would be taken for the next response. */
    @Override
    public boolean isStale() throws IOException {
        return super.isStale() || isDataAvailable(GLANCE);
    }
}
