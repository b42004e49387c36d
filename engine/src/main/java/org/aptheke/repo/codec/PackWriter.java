package org.aptheke.repo.codec;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes members of known size one after another into a compressed archive ({@code .tar.zst}) that {@link PackReader}
 * reads. Used by one thread; takes some MiB outside of the heap while it is open.
 */
public final class PackWriter implements Closeable {
    /** Most of what is packed is compressed already: more would cost time for nothing. */
    private static final int LEVEL = 1;

    private final Outlet outlet;
    private final OutputStream out;
    private final byte[] block = new byte[PackForm.BLOCK_BYTES];
    private long left;
    private long size;

    /** What the encoder writes to: not closed with it, and cut off where what would come is no end of a whole. */
    private static final class Outlet extends OutputStream {
        private final OutputStream to;
        private boolean cut;

        Outlet(OutputStream to) {
            this.to = to;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            if (!cut) {
                to.write(bytes, offset, count);
            }
        }

        @Override
        public void flush() throws IOException {
            if (!cut) {
                to.flush();
            }
        }
    }

    /** Writes the beginning; {@code to} stays the caller's to close. */
    public PackWriter(OutputStream to) throws IOException {
        to.write(PackForm.label());
        outlet = new Outlet(to);
        try {
            out = new ZstdOutputStreamNoFinalizer(outlet).setLevel(LEVEL).setChecksum(true);
        } catch (LinkageError e) {
            throw new CodecUnavailableException("zstd cannot be used on this system: " + e.getMessage(), e);
        }
    }

    /** Begins a member; the one before is to be whole. */
    public void begin(String name, long bytes) throws IOException {
        requireWhole();
        out.write(PackForm.header(name, bytes));
        size = bytes;
        left = bytes;
        pad();
    }

    public void write(byte[] bytes, int offset, int count) throws IOException {
        if (count > left) {
            throw new IllegalStateException("a member is longer than was said");
        }
        if (count == 0) {
            return;
        }
        out.write(bytes, offset, count);
        left -= count;
        pad();
    }

    private void pad() throws IOException {
        if (left == 0) {
            out.write(block, 0, PackForm.padding(size));
        }
    }

    /** Writes the end, without which nobody takes it for whole. */
    public void finish() throws IOException {
        requireWhole();
        for (int i = 0; i < PackForm.END_BLOCKS; i++) {
            out.write(block);
        }
        out.close();
        outlet.flush();
        outlet.cut = true;
    }

    private void requireWhole() {
        if (left != 0) {
            throw new IllegalStateException("a member lacks " + left + " bytes");
        }
    }

    /** Gives back what the encoder holds. What was not finished stays visibly without an end. */
    @Override
    public void close() throws IOException {
        outlet.cut = true;
        out.close();
    }
}
