package org.aptheke.cli;

import java.io.IOException;
import java.io.OutputStream;

/** What is written to another stream while somebody counts. For one thread. */
final class CountedOutput extends OutputStream {
    private final OutputStream to;
    private final ByteCounter counter;

    CountedOutput(OutputStream to, ByteCounter counter) {
        this.to = to;
        this.counter = counter;
    }

    @Override
    public void write(int one) throws IOException {
        to.write(one);
        counter.add(1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        to.write(bytes, offset, count);
        counter.add(count);
    }

    @Override
    public void flush() throws IOException {
        to.flush();
    }

    @Override
    public void close() throws IOException {
        to.close();
    }
}
