package org.aptheke.origin.client;

import java.io.IOException;
import java.io.InputStream;
import org.aptheke.origin.PrematureEndException;

/** Content of known length. */
final class CountedReader implements ContentReader {
    private final InputStream wire;
    private final long length;
    private long left;

    CountedReader(InputStream wire, long length) {
        this.wire = wire;
        this.length = length;
        this.left = length;
    }

    @Override
    public int read(byte[] target, int offset, int wanted) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = wire.read(target, offset, (int) Math.min(wanted, left));
        if (count < 0) {
            throw new PrematureEndException(
                    "the connection ended after " + (length - left) + " of " + length + " bytes of content");
        }
        left -= count;
        return count;
    }

    @Override
    public boolean atEnd() {
        return left == 0;
    }
}
