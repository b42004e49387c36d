package org.aptheke.server.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Optional;
import org.aptheke.http.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Header sections that came before on this event loop, with what they mean: a client says the same with nearly every
 * request, and so do its like. Only sections of plain GET and HEAD requests of HTTP/1.1 are kept, of which all meaning is
 * in the section itself, and none that has a secret. Used on the event loop only.
 */
final class KnownSections {
    private static final int MAX_BYTES = 512;
    private static final int PLACES = 8;

    /** The most recently used first. */
    private final @Nullable Known[] places = new Known[PLACES];

    /** A section with its last, empty line. No section is the beginning of another: only the end has an empty line. */
    private record Known(ByteBuf octets, Fields fields, boolean keepAlive) {
        boolean standsIn(ByteBuf in) {
            int length = octets.readableBytes();
            return in.readableBytes() >= length
                    && ByteBufUtil.equals(in, in.readerIndex(), octets, octets.readerIndex(), length);
        }

        RequestHead request(RequestLine line) {
            return new RequestHead(line.method(), line.target(), true, fields, keepAlive, RequestHead.Demand.PLAIN);
        }
    }

    /** The request with that line if a known section follows, which is then taken from the buffer. */
    Optional<RequestHead> take(RequestLine line, ByteBuf in) {
        if (!line.http11() || !line.isGetOrHead()) {
            return Optional.empty();
        }
        for (int i = 0; i < PLACES; i++) {
            var known = places[i];
            if (known != null && known.standsIn(in)) {
                moveToFront(known, i);
                in.skipBytes(known.octets().readableBytes());
                return Optional.of(known.request(line));
            }
        }
        return Optional.empty();
    }

    /** Keeps the section that begins and ends there, if it is one to be kept. */
    void keep(RequestHead head, ByteBuf in, int start, int end) {
        if (head.isPlain() && head.http11() && end - start <= MAX_BYTES) {
            var octets = Unpooled.wrappedBuffer(ByteBufUtil.getBytes(in, start, end - start));
            moveToFront(new Known(octets, head.fields(), head.keepAlive()), PLACES - 1);
        }
    }

    private void moveToFront(Known known, int from) {
        System.arraycopy(places, 0, places, 1, from);
        places[0] = known;
    }
}
