package org.aptheke.repo.codec;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Writes files into a tar archive that {@link TarFiles} reads. Used by one thread. */
public final class TarFilesWriter implements Closeable {
    private static final int BUFFER_BYTES = 64 << 10;

    private final TarArchiveOutputStream tar;

    /** Closing it closes {@code to}. */
    public TarFilesWriter(OutputStream to) {
        tar = new TarArchiveOutputStream(to, StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
    }

    /**
     * Adds a file.
     *
     * @throws IOException also when the content has another length than was said
     */
    public void add(String name, long size, Instant modified, InputStream content) throws IOException {
        var entry = new TarArchiveEntry(name);
        entry.setSize(size);
        entry.setModTime(modified.toEpochMilli());
        tar.putArchiveEntry(entry);
        var buffer = new byte[BUFFER_BYTES];
        long left = size;
        while (left > 0) {
            int count = content.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (count < 0) {
                throw new IOException(name + " has become shorter");
            }
            tar.write(buffer, 0, count);
            left -= count;
        }
        tar.closeArchiveEntry();
    }

    /** Writes the end. */
    public void finish() throws IOException {
        tar.finish();
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }
}
