package org.aptheke.server.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Arrays;
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

    /** What stands in the buffer, copied once for all comparisons. */
    private final byte[] next = new byte[MAX_BYTES];

    /** A section with its last, empty line. No section is the beginning of another: only the end has an empty line. */
    @SuppressWarnings("ArrayRecordComponent") // never leaves this class, and nobody changes it
    private record Known(byte[] octets, Fields fields, boolean keepAlive, RequestHead.Demand demand) {
        boolean begins(byte[] text, int length) {
            return octets.length <= length && Arrays.equals(octets, 0, octets.length, text, 0, octets.length);
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
        int length = Math.min(in.readableBytes(), MAX_BYTES);
        in.getBytes(in.readerIndex(), next, 0, length);
        var known = find(plain, length);
        if (known == null) {
            known = find(selective, length);
        }
        if (known == null) {
            return Optional.empty();
        }
        in.skipBytes(known.octets().length);
        return Optional.of(known.request(line));
    }

    /** Keeps the section that begins and ends there, if it is one to be kept. */
    void keep(RequestHead head, ByteBuf in, int start, int end) {
        if (head.mayBeHot() && head.http11() && end - start <= MAX_BYTES) {
            byte[] octets = ByteBufUtil.getBytes(in, start, end - start);
            var known = new Known(octets, head.fields(), head.keepAlive(), head.demand());
            moveToFront(head.isPlain() ? plain : selective, known, PLACES - 1);
        }
    }

    private @Nullable Known find(@Nullable Known[] places, int length) {
        for (int i = 0; i < PLACES; i++) {
            var known = places[i];
            if (known != null && known.begins(next, length)) {
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
