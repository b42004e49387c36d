package org.aptheke.repo.codec;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The regular files of a tar archive that anybody may have made, one after another. Links, devices and files with holes are
 * passed by: nothing is made of them. Names are words only, nothing here names a file by them. Used by one thread.
 */
public final class TarFiles implements Closeable {
    private static final int LONGEST_NAME = 4096;

    private final TarArchiveInputStream tar;

    /** A file, as the archive says. */
    public record Entry(String name, long size, Instant modified) {}

    /** Closing it closes {@code from}. */
    public TarFiles(InputStream from) {
        tar = new TarArchiveInputStream(from);
    }

    /**
     * Goes on to the next file.
     *
     * @throws CorruptDataException when there is no archive, or it breaks off
     */
    public Optional<Entry> next() throws IOException {
        try {
            var entry = tar.getNextEntry();
            while (entry != null && !isPlain(entry)) {
                entry = tar.getNextEntry();
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

    private static boolean isPlain(TarArchiveEntry entry) {
        return entry.isFile()
                && !entry.isSparse()
                && !entry.isSymbolicLink()
                && !entry.isLink()
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
