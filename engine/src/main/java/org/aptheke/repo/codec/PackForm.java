package org.aptheke.repo.codec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipEncoding;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;

/**
 * How a pack is laid out: a frame that decoders skip, which says what it is; then one zstd frame with a tar archive. Of
 * the archive every byte follows from names, sizes and contents, so that nothing in it can be changed unseen where those
 * are known.
 */
final class PackForm {
    static final int BLOCK_BYTES = TarConstants.DEFAULT_RCDSIZE;

    /** Two empty blocks end an archive. */
    static final int END_BLOCKS = 2;

    private static final int READABLE_BY_ALL = 0100644;
    private static final ZipEncoding NAMES = ZipEncodingHelper.getZipEncoding(StandardCharsets.US_ASCII);

    private PackForm() {}

    /** The frame at the front: a number of zstd's for frames to be skipped, a length of four bytes, and a text. */
    static byte[] label() {
        var text = "aptheke bundle 1".getBytes(StandardCharsets.US_ASCII);
        var label = new byte[8 + text.length];
        System.arraycopy(new byte[] {0x50, 0x2a, 0x4d, 0x18, (byte) text.length}, 0, label, 0, 5);
        System.arraycopy(text, 0, label, 8, text.length);
        return label;
    }

    static byte[] header(String name, long size) throws IOException {
        var entry = new TarArchiveEntry(name);
        entry.setSize(size);
        entry.setMode(READABLE_BY_ALL);
        entry.setIds(0, 0);
        entry.setNames("", "");
        entry.setModTime(Instant.EPOCH.toEpochMilli());
        var block = new byte[BLOCK_BYTES];
        // Sizes from 8 GiB on as numbers: as digits they have no room, and 0 would be written in their place.
        entry.writeEntryHeader(block, NAMES, true);
        return block;
    }

    /** What a header says of the size of a member with that name. */
    static long size(byte[] header, String name) throws CorruptDataException {
        try {
            long size = new TarArchiveEntry(header).getSize();
            if (Arrays.equals(header, header(name, size))) {
                return size;
            }
        } catch (IOException | RuntimeException e) {
            throw new CorruptDataException("where " + name + " was to follow is no header of a member", e);
        }
        throw new CorruptDataException("where " + name + " was to follow is something else");
    }

    static int padding(long size) {
        return (int) (-size & BLOCK_BYTES - 1);
    }
}
