package org.aptheke.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that is read while somebody counts. For one thread. */
final class CountedFile extends InputStream {
    private final InputStream in;
    private final ByteCounter counter;

    CountedFile(Path file, ByteCounter counter) {
        try {
            in = Files.newInputStream(file);
        } catch (IOException e) {
            // The publisher of a request takes it from a supplier, which has no other way to fail.
            throw new UncheckedIOException(e);
        }
        this.counter = counter;
    }

    @Override
    public int read() throws IOException {
        counter.add(1);
        return in.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = in.read(bytes, offset, length);
        counter.add(Math.max(0, count));
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
