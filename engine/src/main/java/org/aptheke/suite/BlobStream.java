package org.aptheke.suite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.aptheke.http.Content;

/** A stored content as a stream. Does not close the file. Reads by position: the channel is shared with others. */
final class BlobStream extends InputStream {
    private final Content.OpenFile file;
    private long position;

    private BlobStream(Content.OpenFile file) {
        this.file = file;
    }

    static InputStream of(Content.OpenFile file) {
        return new BlobStream(file);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        int read = file.channel().read(ByteBuffer.wrap(bytes, offset, count), position);
        position += Math.max(0, read);
        return read;
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, file.size() - position);
    }
}
