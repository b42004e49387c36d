package org.aptheke.repo.codec;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The regular files of a tar archive that anybody may have made, one after another. Links, devices and files with holes are
 * passed by: nothing is made of them. Names are words only, nothing here names a file by them. Used by one thread.
 */
public final class TarFiles implements Closeable {
    private static final int LONGEST_NAME = 4096;

    /** What stands before a file: names and whatever else may be said of it, which the library keeps in memory. */
    private static final int LONGEST_HEAD_BYTES = 1 << 20;

    private final Source source;
    private final TarArchiveInputStream tar;

    /** A file, as the archive says. */
    public record Entry(String name, long size, Instant modified) {}

    /** Closing it closes {@code from}. */
    public TarFiles(InputStream from) {
        source = new Source(from);
        tar = new TarArchiveInputStream(source);
    }

    /** Gives no more than so many bytes while a head is read. */
    private static final class Source extends FilterInputStream {
        private long left = Long.MAX_VALUE;

        Source(InputStream from) {
            super(from);
        }

        void limit(long bytes) {
            left = bytes;
        }

        @Override
        public int read() throws IOException {
            requireLeft();
            int one = super.read();
            left -= one < 0 ? 0 : 1;
            return one;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            requireLeft();
            int read = super.read(bytes, offset, (int) Math.min(count, left));
            left -= Math.max(0, read);
            return read;
        }

        private void requireLeft() throws IOException {
            if (left == 0) {
                throw new IOException("before a file are more than " + LONGEST_HEAD_BYTES + " bytes about it");
            }
        }
    }

    /**
     * Goes on to the next file.
     *
     * @throws CorruptDataException when there is no archive, or it breaks off
     */
    public Optional<Entry> next() throws IOException {
        try {
            var entry = nextEntry();
            while (entry != null && !isPlain(entry)) {
                entry = nextEntry();
            }
            return entry == null
                    ? Optional.empty()
                    : Optional.of(new Entry(
                            entry.getName(),
                            entry.getSize(),
                            entry.getLastModifiedDate().toInstant()));
        } catch (IOException | RuntimeException e) {
            throw new CorruptDataException("the archive of files is damaged or broken off: " + e.getMessage(), e);
        }
    }

    private @Nullable TarArchiveEntry nextEntry() throws IOException {
        // What is left of the one before is no head.
        long skipped = tar.getCurrentEntry() == null ? 0 : tar.skip(Long.MAX_VALUE);
        while (skipped > 0) {
            skipped = tar.skip(Long.MAX_VALUE);
        }
        source.limit(LONGEST_HEAD_BYTES);
        var entry = tar.getNextEntry();
        source.limit(Long.MAX_VALUE);
        return entry;
    }

    private static boolean isPlain(TarArchiveEntry entry) {
        // Whatever is no directory is a file for the library, devices too.
        return entry.isFile()
                && !entry.isSparse()
                && !entry.isSymbolicLink()
                && !entry.isLink()
                && !entry.isCharacterDevice()
                && !entry.isBlockDevice()
                && !entry.isFIFO()
                && entry.getSize() >= 0
                && entry.getName().length() <= LONGEST_NAME;
    }

    /** Bytes of the present file; -1 at its end. */
    public int read(byte[] bytes) throws IOException {
        return tar.read(bytes, 0, bytes.length);
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }
}
