package org.aptheke.repo.codec;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads the members of a pack in the order in which their names are known to come. What is there otherwise, or in another
 * order, or behind the end, is an error, and so is a pack that has no end. Nothing is named by what is read, and no more
 * is expanded than is asked for. Used by one thread.
 */
public final class PackReader implements Closeable {
    /** Sizes are those that the reader expects; contents may well be compressible to nothing. */
    private static final ExpansionLimits LIMITS = new ExpansionLimits(Long.MAX_VALUE, Integer.MAX_VALUE, 8 << 20);

    private final InputStream in;
    private final byte[] block = new byte[PackForm.BLOCK_BYTES];
    private long left;
    private int padding;

    /**
     * Reads the beginning.
     *
     * @throws CorruptDataException when it is no pack; then {@code from} is still the caller's to close
     */
    public PackReader(InputStream from) throws IOException {
        var label = PackForm.label();
        if (!Arrays.equals(from.readNBytes(label.length), label)) {
            throw new CorruptDataException("it is no bundle of this program's, or one of another version");
        }
        in = Compression.ZSTD.open(from, LIMITS);
    }

    /** Whether these are the first bytes of a pack. */
    public static boolean isBeginning(byte[] bytes) {
        return Arrays.equals(bytes, PackForm.label());
    }

    /** As many bytes tell a pack from all else. */
    public static int beginningBytes() {
        return PackForm.label().length;
    }

    /** Goes on to a member of whatever size up to a limit, which is returned. */
    public long next(String name, long mostBytes) throws IOException {
        long size = header(name);
        if (size > mostBytes) {
            throw new CorruptDataException(name + " has " + size + " bytes, the limit is " + mostBytes);
        }
        begin(size);
        return size;
    }

    /** Goes on to a member that is to have that size. */
    public void expect(String name, long size) throws IOException {
        long found = header(name);
        if (found != size) {
            throw new CorruptDataException(name + " has " + found + " bytes, not " + size);
        }
        begin(size);
    }

    private long header(String name) throws IOException {
        if (left != 0) {
            throw new IllegalStateException("a member was not read to its end");
        }
        fill(block, block.length);
        return PackForm.size(block, name);
    }

    private void begin(long size) throws IOException {
        left = size;
        padding = PackForm.padding(size);
        skipPadding();
    }

    /** Bytes of the present member, at least one; -1 when it has no more. */
    public int read(byte[] bytes) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = in.read(bytes, 0, (int) Math.min(bytes.length, left));
        if (count < 0) {
            throw new CorruptDataException("it breaks off");
        }
        left -= count;
        skipPadding();
        return count;
    }

    /** All of the present member, which is small. */
    public byte[] readAll() throws IOException {
        var bytes = new byte[Math.toIntExact(left)];
        fill(bytes, bytes.length);
        left = 0;
        skipPadding();
        return bytes;
    }

    private void skipPadding() throws IOException {
        if (left == 0) {
            fill(block, padding);
            requireEmpty(padding);
            padding = 0;
        }
    }

    private void requireEmpty(int count) throws CorruptDataException {
        for (int i = 0; i < count; i++) {
            if (block[i] != 0) {
                throw new CorruptDataException("between its members is something");
            }
        }
    }

    private void fill(byte[] bytes, int count) throws IOException {
        if (in.readNBytes(bytes, 0, count) != count) {
            throw new CorruptDataException("it breaks off");
        }
    }

    /** Reads the end, behind which nothing may be. */
    public void end() throws IOException {
        for (int i = 0; i < PackForm.END_BLOCKS; i++) {
            fill(block, block.length);
            requireEmpty(block.length);
        }
        if (in.read() >= 0) {
            throw new CorruptDataException("something follows behind its end");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
