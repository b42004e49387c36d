package org.aptheke.repo.codec;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a decoder reads from: buffered, because most decoders read byte by byte, and counted. Remembers its own failure,
 * so that a disk that fails is not taken for a file that is damaged. For one thread.
 */
final class CompressedSource extends InputStream {
    private final InputStream in;
    private final Expansion expansion;
    private final byte[] buffer = new byte[32 << 10];
    private int position;
    private int limit;
    private @Nullable IOException failure;

    CompressedSource(InputStream in, Expansion expansion) {
        this.in = in;
        this.expansion = expansion;
    }

    /** Why no more can be read, when the reason is not the decoder's. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public int read() throws IOException {
        return isEmpty() ? -1 : buffer[position++] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (isEmpty()) {
            return -1;
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(buffer, position, target, offset, count);
        position += count;
        return count;
    }

    /** At least 1 unless the end is reached: some decoders take 0 for the end. */
    @Override
    public int available() throws IOException {
        return isEmpty() ? 0 : limit - position;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private boolean isEmpty() throws IOException {
        if (position < limit) {
            return false;
        }
        try {
            int count = in.read(buffer, 0, buffer.length);
            position = 0;
            limit = Math.max(0, count);
            expansion.took(limit);
            return limit == 0;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }
}
