package org.aptheke.pool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;

/** Every step taken in the directory of the pool indexes, so that tests can let each of them fail. */
interface IndexDirectory {
    /** Makes a new file. */
    NewFile create(String name) throws IOException;

    /** Throws {@link java.nio.file.NoSuchFileException} when there is none. */
    FileChannel openForReading(String name) throws IOException;

    /** Replaces what is there, at once. */
    void rename(String from, String to) throws IOException;

    /** Nothing happens when there is no such file. */
    void delete(String name) throws IOException;

    /** Makes the names durable. */
    void sync() throws IOException;

    /** All names, in no order. */
    List<String> list() throws IOException;

    /** A file being written by one thread. An interrupt does not close it. */
    interface NewFile extends Closeable {
        /** Writes all remaining bytes, or throws and may have written some of them. */
        void write(long position, ByteBuffer bytes) throws IOException;

        /** Reads so many bytes, from this position on; throws when the file ends before. */
        void read(long position, byte[] buffer, int count) throws IOException;

        void sync() throws IOException;
    }
}
