package org.aptheke.pool;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.aptheke.digest.Digest;

/**
 * The form of a file: a header, the records in the order in which they came, and a table of where each is. Numbers are
 * little-endian; digests are as they are everywhere. An example with one file:
 *
 * <pre>
 *   0  61 70 74 2d 70 6f 6f 6c              "apt-pool"
 *   8  01 00 00 00                          version 1
 *  12  04 00 00 00                          the table has 2^4 slots
 *  16  01 00 00 00 00 00 00 00              records
 *  24  01 00 00 00 00 00 00 00              paths; fewer than records when some record was replaced by a later one
 *  32  b8 00 00 00 00 00 00 00              the table begins at 184
 *  40  38 01 00 00 00 00 00 00              the file has 312 bytes
 *  48  00 01 02 03 … 0f                     random key of the hash, often that of other files too
 *  64  00 11 22 33 …                        SHA-256 of the Packages or Sources content, the name of the file too
 *  96  3f f9 95 25                          CRC-32C of all from 104 to the end
 * 100  07 1e c7 41                          CRC-32C of the header up to here
 *
 * 104  21 00                                the path has 33 bytes
 * 106  84                                   80 the size is known, 08 SHA-512, 04 SHA-256, 02 SHA-1, 01 MD5
 * 107  00 50 00 00 00 00 00 00              20480 bytes
 * 115  70 6f 6f 6c 2f 6d 61 69 …            "pool/main/h/hello/hello_1_all.deb" in UTF-8
 * 148  e3 b0 c4 42 …                        the digests, the strongest first
 * 180  00 00 00 00                          up to a multiple of 8
 *
 * 184  00 00 00 00 00 00 00 00              slot 0 is empty
 * …
 * 272  68 00 00 00 a5 cd f9 bc              slot 11: the record at 104, and the upper half of the hash of its path
 * </pre>
 *
 * <p>A path is looked for from the slot whose number is in the uppermost bits of its hash on (here b, of bcf9cda5), up to
 * an empty slot. At most two of three slots are taken. The hash only says where to look; the bytes of the path decide.
 */
final class IndexFormat {
    static final int HEADER_BYTES = 104;

    private static final long MAGIC = littleEndian("apt-pool");
    private static final int VERSION = 1;
    private static final int CONTENT_AT = 64;

    private IndexFormat() {}

    /**
     * What stands in front of a file.
     *
     * @param content of which the file is the index
     * @param crc of all that follows
     */
    record Header(Digest content, PathHash hash, Counts counts, long tableAt, int crc) {
        Header {
            if (tableAt % Long.BYTES != 0) {
                throw new IllegalArgumentException("the table is not aligned: " + tableAt);
            }
        }

        long fileLength() {
            return tableAt + ((long) Long.BYTES << counts.tableBits());
        }

        ByteBuffer toBytes() {
            var bytes = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.putLong(MAGIC).putInt(VERSION).putInt(counts.tableBits());
            bytes.putLong(counts.records()).putLong(counts.paths());
            bytes.putLong(tableAt).putLong(fileLength());
            bytes.putLong(hash.key0()).putLong(hash.key1());
            bytes.put(content.toBytes()).putInt(crc);
            return bytes.putInt(crcOf(bytes)).flip();
        }
    }

    /** How much a file holds; the table has 2 to the power of {@code tableBits} slots. */
    record Counts(long records, long paths, int tableBits) {}

    /**
     * Reads a header: the first {@link #HEADER_BYTES} bytes of a file, or fewer when it has fewer.
     *
     * @param fileLength of the file
     * @throws DamagedIndexException when it is none, or not that of a whole file about this content
     */
    static Header parse(ByteBuffer bytes, long fileLength, Digest content) throws DamagedIndexException {
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() < HEADER_BYTES || bytes.getLong(0) != MAGIC) {
            throw damaged(content, "it does not begin like one, in " + fileLength + " bytes");
        }
        if (bytes.getInt(8) != VERSION) {
            throw damaged(content, "it has version " + bytes.getInt(8) + ", not " + VERSION);
        }
        bytes.position(HEADER_BYTES - Integer.BYTES);
        if (bytes.getInt(bytes.position()) != crcOf(bytes)) {
            throw damaged(content, "its header does not fit the checksum");
        }
        var counts = new Counts(bytes.getLong(16), bytes.getLong(24), bytes.getInt(12));
        var digest = new byte[32];
        bytes.get(CONTENT_AT, digest);
        var hash = new PathHash(bytes.getLong(48), bytes.getLong(56));
        var header = new Header(Digest.ofBytes(digest), hash, counts, bytes.getLong(32), bytes.getInt(96));
        if (!header.content().equals(content)) {
            throw damaged(content, "it is of " + header.content());
        }
        if (header.fileLength() != fileLength || bytes.getLong(40) != fileLength) {
            throw damaged(content, "it has " + fileLength + " bytes, not " + bytes.getLong(40));
        }
        return header;
    }

    static DamagedIndexException damaged(Digest content, String how) {
        return new DamagedIndexException("pool index " + content + " cannot be used: " + how);
    }

    /** Of the bytes before the position. */
    private static int crcOf(ByteBuffer bytes) {
        var crc = new CRC32C();
        crc.update(bytes.duplicate().flip());
        return (int) crc.getValue();
    }

    private static long littleEndian(String ascii) {
        return ByteBuffer.wrap(ascii.getBytes(StandardCharsets.US_ASCII))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
    }
}
