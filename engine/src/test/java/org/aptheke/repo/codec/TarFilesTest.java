package org.aptheke.repo.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.aptheke.testkit.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TarFilesTest {
    /** Gives as many bytes as are asked for, and counts them. */
    private static final class Endless extends InputStream {
        private final AtomicLong given;

        Endless(AtomicLong given) {
            this.given = given;
        }

        @Override
        public int read() {
            given.incrementAndGet();
            return '1';
        }

        @Override
        public int read(byte[] bytes, int offset, int count) {
            Arrays.fill(bytes, offset, offset + count, (byte) '1');
            given.addAndGet(count);
            return count;
        }
    }

    @ParameterizedTest
    @ValueSource(
            bytes = {
                TarConstants.LF_GNUTYPE_LONGNAME,
                TarConstants.LF_GNUTYPE_LONGLINK,
                TarConstants.LF_PAX_EXTENDED_HEADER_LC,
                TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER
            })
    void next_headWithoutEnd_isRefusedBeforeItFillsTheMemory(byte kind) throws IOException {
        var header = new TarArchiveEntry("x", kind);
        header.setSize(7L << 30);
        var block = new byte[512];
        header.writeEntryHeader(block);
        var given = new AtomicLong();

        try (var files = new TarFiles(new SequenceInputStream(new ByteArrayInputStream(block), new Endless(given)))) {
            assertThatThrownBy(files::next).isInstanceOf(CorruptDataException.class);
        }

        assertThat(given.get()).isLessThan(2 << 20);
    }

    @Test
    void next_filesThatWereNotRead_orArePassedBy_countForNothing() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (var name : new String[] {"a", "n".repeat(5_000), "dir/" + "b".repeat(200)}) {
                var entry = new TarArchiveEntry(name);
                entry.setSize(3 << 20);
                entry.setModTime(0);
                tar.putArchiveEntry(entry);
                tar.write(Samples.bytes(1, 3 << 20));
                tar.closeArchiveEntry();
            }
        }

        try (var files = new TarFiles(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(files.next()).contains(new TarFiles.Entry("a", 3 << 20, Instant.EPOCH));
            assertThat(files.next()).contains(new TarFiles.Entry("dir/" + "b".repeat(200), 3 << 20, Instant.EPOCH));
            assertThat(files.next()).isEmpty();
        }
    }
}
