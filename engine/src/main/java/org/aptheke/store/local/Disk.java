package org.aptheke.store.local;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Every step that the store takes on the disk, so that tests can let each of them fail. */
interface Disk {
    /** Makes a new file for writing. */
    WritableFile create(Path file) throws IOException;

    /** Opens a file that is there for more writing. */
    WritableFile reopen(Path file) throws IOException;

    /**
     * Makes a file another name of one that is there, and takes from everybody the right to write to it. Empty, and
     * nothing is changed, where either is not possible.
     */
    Optional<WritableFile> share(Path existing, Path file) throws IOException;

    /** Makes a file with the same bytes as one that is there. It can be read and synced. */
    WritableFile copy(Path existing, Path file) throws IOException;

    /** Whether a copy costs no room, because the file system lets several files have the same blocks. */
    boolean sharesBlocks();

    FileChannel openForReading(Path file) throws IOException;

    /** Replaces what is there, at once. */
    void rename(Path from, Path to) throws IOException;

    /** Nothing happens when there is no such file. */
    void delete(Path file) throws IOException;

    /** Nothing happens when it exists. */
    void createDirectory(Path directory) throws IOException;

    /** Makes the names in a directory durable. */
    void syncDirectory(Path directory) throws IOException;

    /** Opens what syncs all of this disk at once; empty where that cannot be relied on. */
    Optional<Whole> openWhole() throws IOException;

    /** The names in a directory, in no order. */
    List<String> list(Path directory) throws IOException;

    /** The size of a file; empty when there is none. */
    OptionalLong size(Path file) throws IOException;

    /** Bytes that this process could still write. */
    long usableSpace() throws IOException;

    /** All files and names on a disk. Used by one thread. */
    interface Whole extends Closeable {
        /**
         * Makes all durable that has been written, by others too.
         *
         * @throws IOException when something could not be, of what was written since this was opened
         */
        void sync() throws IOException;
    }

    /** A file open for writing by one thread. An interrupt does not close it. */
    interface WritableFile extends Closeable {
        long length() throws IOException;

        /** Writes all remaining bytes, or throws and may have written some of them. */
        void write(long position, ByteBuffer bytes) throws IOException;

        /** The number of bytes read into the buffer; -1 at the end. */
        int read(long position, byte[] buffer) throws IOException;

        void truncate(long length) throws IOException;

        void sync() throws IOException;
    }
}
