package org.aptheke.origin.client;

import java.io.IOException;
import java.io.InputStream;

/** Content up to the end of the connection, which is then of no more use. */
final class ClosingReader implements ContentReader {
    private final InputStream wire;

    ClosingReader(InputStream wire) {
        this.wire = wire;
    }

    @Override
    public int read(byte[] target, int offset, int wanted) throws IOException {
        return wire.read(target, offset, wanted);
    }

    @Override
    public boolean atEnd() {
        return false;
    }
}
