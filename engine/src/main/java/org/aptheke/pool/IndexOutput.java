package org.aptheke.pool;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.aptheke.repo.Expectation;

/** The body of a file being written: appended through a buffer, with a running checksum. Not thread-safe. */
final class IndexOutput implements Closeable {
    private static final int BUFFER_BYTES = 256 * 1024;

    private final IndexDirectory.NewFile file;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final byte[] readBack = new byte[IndexRecord.MOST_BYTES];
    private final CRC32C crc = new CRC32C();

    /** Where the buffer begins in the file. */
    private long written;

    IndexOutput(IndexDirectory.NewFile file, long first) {
        this.file = file;
        written = first;
    }

    /** Where the next byte goes. */
    long position() {
        return written + buffer.position();
    }

    void put(PathBytes path, Expectation promise) throws IOException {
        makeRoom(IndexRecord.MOST_BYTES);
        IndexRecord.put(buffer, path, promise);
    }

    void put(long number) throws IOException {
        makeRoom(Long.BYTES);
        buffer.putLong(number);
    }

    /** Appends zeros up to a multiple of this. */
    void align(int unit) throws IOException {
        makeRoom(unit);
        while (position() % unit != 0) {
            buffer.put((byte) 0);
        }
    }

    /** The memory from a record on, in the buffer or read back from the file; good until the next call of anything. */
    MemorySegment record(long position) throws IOException {
        if (position >= written) {
            return MemorySegment.ofArray(buffer.array()).asSlice(position - written);
        }
        file.read(position, readBack, (int) Math.min(readBack.length, written - position));
        return MemorySegment.ofArray(readBack);
    }

    private void makeRoom(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
    }

    private void flush() throws IOException {
        buffer.flip();
        crc.update(buffer.duplicate());
        int count = buffer.remaining();
        file.write(written, buffer);
        written += count;
        buffer.clear();
    }

    /** Of all bytes so far. */
    int crc() throws IOException {
        flush();
        return (int) crc.getValue();
    }

    /** Writes the header in front, and makes all of it durable. */
    void finish(ByteBuffer header) throws IOException {
        file.write(0, header);
        file.sync();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
