package org.aptheke.server.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Optional;
import org.aptheke.http.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Header sections that came before on this event loop, with what they mean: a client says the same with nearly every
 * request, and so do its like. Only sections of GET and HEAD requests of HTTP/1.1 are kept, of which all meaning is in the section
 * itself, and none that has a secret. Those with conditions and ranges, of which there are many, cannot drive out the plain
 * ones. Used on the event loop only.
 */
final class KnownSections {
    private static final int MAX_BYTES = 512;
    private static final int PLACES = 8;

    /** The most recently used first. */
    private final @Nullable Known[] plain = new Known[PLACES];

    private final @Nullable Known[] selective = new Known[PLACES];

    /** A section with its last, empty line. No section is the beginning of another: only the end has an empty line. */
    private record Known(ByteBuf octets, Fields fields, boolean keepAlive, RequestHead.Demand demand) {
        boolean standsIn(ByteBuf in) {
            int length = octets.readableBytes();
            return in.readableBytes() >= length
                    && ByteBufUtil.equals(in, in.readerIndex(), octets, octets.readerIndex(), length);
        }

        RequestHead request(RequestLine line) {
            return new RequestHead(line.method(), line.target(), true, fields, keepAlive, demand);
        }
    }

    /** The request with that line if a known section follows, which is then taken from the buffer. */
    Optional<RequestHead> take(RequestLine line, ByteBuf in) {
        if (!line.http11() || !line.isGetOrHead()) {
            return Optional.empty();
        }
        var known = find(plain, in);
        if (known == null) {
            known = find(selective, in);
        }
        if (known == null) {
            return Optional.empty();
        }
        in.skipBytes(known.octets().readableBytes());
        return Optional.of(known.request(line));
    }

    /** Keeps the section that begins and ends there, if it is one to be kept. */
    void keep(RequestHead head, ByteBuf in, int start, int end) {
        if (head.mayBeHot() && head.http11() && end - start <= MAX_BYTES) {
            var octets = Unpooled.wrappedBuffer(ByteBufUtil.getBytes(in, start, end - start));
            var known = new Known(octets, head.fields(), head.keepAlive(), head.demand());
            moveToFront(head.isPlain() ? plain : selective, known, PLACES - 1);
        }
    }

    private static @Nullable Known find(@Nullable Known[] places, ByteBuf in) {
        for (int i = 0; i < PLACES; i++) {
            var known = places[i];
            if (known != null && known.standsIn(in)) {
                moveToFront(places, known, i);
                return known;
            }
        }
        return null;
    }

    private static void moveToFront(@Nullable Known[] places, Known known, int from) {
        if (from > 0) {
            System.arraycopy(places, 0, places, 1, from);
            places[0] = known;
        }
    }
}
