package org.aptheke.origin.client;

import java.io.IOException;
import java.io.InputStream;
import org.aptheke.origin.MalformedResponseException;
import org.aptheke.origin.PrematureEndException;

/** Content in chunks (RFC 9112, 7.1). Extensions and trailer fields are read and dropped. */
final class ChunkedReader implements ContentReader {
    private static final int MAX_DIGITS = 15;
    private static final int MAX_EXTENSION = 4 * 1024;
    private static final int MAX_TRAILER = 64 * 1024;

    private final InputStream wire;
    private long leftInChunk;
    private boolean inFirstChunk = true;
    private boolean ended;

    ChunkedReader(InputStream wire) {
        this.wire = wire;
    }

    @Override
    public int read(byte[] target, int offset, int wanted) throws IOException {
        if (!ended && leftInChunk == 0) {
            beginChunk();
        }
        if (ended) {
            return -1;
        }
        int count = wire.read(target, offset, (int) Math.min(wanted, leftInChunk));
        if (count < 0) {
            throw cut("a chunk");
        }
        leftInChunk -= count;
        return count;
    }

    @Override
    public boolean atEnd() {
        return ended;
    }

    private void beginChunk() throws IOException {
        if (!inFirstChunk) {
            expectLineEnd(next("a chunk"));
        }
        inFirstChunk = false;
        leftInChunk = size();
        if (leftInChunk == 0) {
            skipTrailer();
            ended = true;
        }
    }

    private long size() throws IOException {
        long size = 0;
        int digits = 0;
        int c = next("a chunk size");
        for (; hex(c) >= 0; c = next("a chunk size")) {
            size = size * 16 + hex(c);
            if (++digits > MAX_DIGITS) {
                throw new MalformedResponseException("a chunk size of more than " + MAX_DIGITS + " digits");
            }
        }
        if (digits == 0) {
            throw new MalformedResponseException("a chunk size that is no number");
        }
        // RFC 9112, 7.1.1: white space may stand before the extension; old servers pad with it.
        while (c == ' ' || c == '\t') {
            c = next("a chunk size");
        }
        if (c == ';') {
            c = skipExtension();
        }
        expectLineEnd(c);
        return size;
    }

    private int skipExtension() throws IOException {
        for (int skipped = 0; skipped < MAX_EXTENSION; skipped++) {
            int c = next("a chunk extension");
            if (c == '\r' || c == '\n') {
                return c;
            }
        }
        throw new MalformedResponseException("a chunk extension of more than " + MAX_EXTENSION + " bytes");
    }

    private void skipTrailer() throws IOException {
        int inLine = 0;
        for (int skipped = 0; skipped < MAX_TRAILER; skipped++) {
            int c = next("the trailer section");
            if (c == '\r') {
                expectLineEnd(c);
                if (inLine == 0) {
                    return;
                }
                inLine = 0;
            } else {
                inLine++;
            }
        }
        throw new MalformedResponseException("a trailer section of more than " + MAX_TRAILER + " bytes");
    }

    private void expectLineEnd(int first) throws IOException {
        if (first != '\r' || next("the end of a line") != '\n') {
            throw new MalformedResponseException("a chunk, or its size, does not end where it should");
        }
    }

    private int next(String within) throws IOException {
        int c = wire.read();
        if (c < 0) {
            throw cut(within);
        }
        return c;
    }

    private static PrematureEndException cut(String within) {
        return new PrematureEndException("the connection ended within " + within);
    }

    private static int hex(int c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
