package org.aptheke.pool;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;
import org.aptheke.digest.Digest;
import org.aptheke.repo.Expectation;

/**
 * A file of a pool index in memory. Safe for use by many threads, also while one closes it: a call that comes too late,
 * or is running, then throws {@link IllegalStateException}, by the rules of shared arenas.
 */
final class MappedIndex implements Closeable {
    private static final int ATTEMPTS = 8;

    private static final int VERIFY_BYTES = 256 * 1024;
    private static final ValueLayout.OfLong SLOT = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Arena arena;
    private final MemorySegment file;
    private final IndexFormat.Header header;

    private MappedIndex(Arena arena, MemorySegment file, IndexFormat.Header header) {
        this.arena = arena;
        this.file = file;
        this.header = header;
    }

    /**
     * Maps the file of this content.
     *
     * @param verify reads the whole file first and compares its checksum; else only the header is looked at
     * @throws java.nio.file.NoSuchFileException when there is none
     * @throws DamagedIndexException when it is not what was written
     */
    static MappedIndex map(IndexDirectory directory, Digest content, boolean verify) throws IOException {
        boolean interrupted = false;
        try {
            for (int attempt = 1; ; attempt++) {
                try {
                    return mapOnce(directory, content, verify);
                } catch (ClosedByInterruptException e) {
                    // It takes no time that would be worth breaking off, and a lookup must not fail for that.
                    interrupted |= Thread.interrupted();
                    if (attempt == ATTEMPTS) {
                        throw e;
                    }
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static MappedIndex mapOnce(IndexDirectory directory, Digest content, boolean verify) throws IOException {
        // Files are replaced and never changed, so what was verified is what is mapped.
        try (var channel = directory.openForReading(content.toHex())) {
            var bytes = ByteBuffer.allocate(IndexFormat.HEADER_BYTES);
            readFully(channel, bytes, 0);
            var header = IndexFormat.parse(bytes.flip(), channel.size(), content);
            if (verify && crc(channel, header.fileLength()) != header.crc()) {
                throw IndexFormat.damaged(content, "it does not fit the checksum");
            }
            return map(channel, header);
        }
    }

    private static MappedIndex map(FileChannel channel, IndexFormat.Header header) throws IOException {
        var arena = Arena.ofShared();
        boolean mapped = false;
        try {
            var file = channel.map(FileChannel.MapMode.READ_ONLY, 0, header.fileLength(), arena);
            mapped = true;
            return new MappedIndex(arena, file, header);
        } finally {
            if (!mapped) {
                arena.close();
            }
        }
    }

    /** By reading and not from the mapping, where a bad sector would be no exception but a fault. */
    private static int crc(FileChannel channel, long length) throws IOException {
        var crc = new CRC32C();
        var buffer = ByteBuffer.allocateDirect(VERIFY_BYTES);
        long position = IndexFormat.HEADER_BYTES;
        while (position < length) {
            buffer.clear();
            readFully(channel, buffer, position);
            if (buffer.flip().remaining() == 0) {
                break;
            }
            position += buffer.remaining();
            crc.update(buffer);
        }
        return (int) crc.getValue();
    }

    private static void readFully(FileChannel channel, ByteBuffer buffer, long position) throws IOException {
        long begin = position - buffer.position();
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, begin + buffer.position()) < 0) {
                return;
            }
        }
    }

    /** Looks for the path of this match, and leaves there what it finds. */
    boolean find(PoolMatch match) {
        long position = locate(match.path());
        if (position == 0) {
            return false;
        }
        match.take(file, position);
        return true;
    }

    /** The position of the record in force; 0 when there is none. */
    private long locate(PathBytes path) {
        int tag = SlotTable.tag(path.hash(header.hash()));
        int bits = header.counts().tableBits();
        long mask = (1L << bits) - 1;
        long first = SlotTable.firstSlot(tag, bits);
        for (long probe = 0; probe <= mask; probe++) {
            long slot = file.get(SLOT, header.tableAt() + SLOT.byteSize() * ((first + probe) & mask));
            if (slot == 0) {
                return 0;
            }
            long position = SlotTable.positionOf(slot);
            if (SlotTable.tagOf(slot) == tag && IndexRecord.isOf(file, position, path)) {
                return position;
            }
        }
        return 0;
    }

    /** The key of its hash. */
    PathHash hash() {
        return header.hash();
    }

    long paths() {
        return header.counts().paths();
    }

    /** One record, and where the next begins. */
    record Entry(String path, Expectation promise, long next) {}

    /** The entry at this position, where a record begins. */
    Entry entry(long position) {
        return new Entry(
                IndexRecord.path(file, position),
                IndexRecord.promise(file, position),
                position + IndexRecord.length(file, position));
    }

    /** Whether no later record has replaced the one at this position. */
    boolean isInForce(String path, long position) {
        if (records() == paths()) {
            return true;
        }
        var bytes = new PathBytes();
        return bytes.encode(path) && locate(bytes) == position;
    }

    /** How many records there are, those that were replaced too. */
    long records() {
        return header.counts().records();
    }

    /** The most slots that the lookup of any path in it looks at. */
    long longestProbe() {
        int bits = header.counts().tableBits();
        long mask = (1L << bits) - 1;
        long longest = 0;
        for (long number = 0; number <= mask; number++) {
            long slot = file.get(SLOT, header.tableAt() + SLOT.byteSize() * number);
            if (slot != 0) {
                long first = SlotTable.firstSlot(SlotTable.tagOf(slot), bits);
                longest = Math.max(longest, ((number - first) & mask) + 1);
            }
        }
        return longest;
    }

    boolean isOpen() {
        return arena.scope().isAlive();
    }

    /** Unmaps the file; once. */
    @Override
    public void close() {
        arena.close();
    }
}
