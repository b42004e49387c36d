package org.aptheke.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Where log lines go. For use by one thread. */
interface LineOutput {
    /** Writes all bytes; when it fails, some of them may have been written. */
    void write(ByteBuffer bytes) throws IOException;

    /** Opens the output anew if it can have been renamed; when it fails, the old one stays. */
    void reopen() throws IOException;

    void close() throws IOException;

    /** The standard output of the process, which is never closed. */
    static LineOutput standardOutput() {
        return new StandardOutput();
    }

    /** A file that is appended to, created with its directories when it is missing. */
    static LineOutput file(Path path) throws IOException {
        return new AppendedFile(path, Set.of());
    }

    /** The same; when it is created, only its owner may read it. */
    static LineOutput ownersFile(Path path) throws IOException {
        return new AppendedFile(path, PosixFilePermissions.fromString("rw-------"));
    }

    /** See {@link #standardOutput()}. */
    final class StandardOutput implements LineOutput {
        @SuppressWarnings("resource") // closing it would close the output of the process
        private final FileChannel channel = new FileOutputStream(FileDescriptor.out).getChannel();

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            writeAll(channel, bytes);
        }

        @Override
        public void reopen() {}

        @Override
        public void close() {}
    }

    /** See {@link #file(Path)}. */
    final class AppendedFile implements LineOutput {
        private final Path path;

        /** Empty for those that the process gives its files. */
        private final Set<PosixFilePermission> permissions;

        private FileChannel channel;

        AppendedFile(Path path, Set<PosixFilePermission> permissions) throws IOException {
            this.path = path;
            this.permissions = permissions;
            this.channel = open();
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            writeAll(channel, bytes);
        }

        @Override
        public void reopen() throws IOException {
            FileChannel old = channel;
            channel = open();
            old.close();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }

        private FileChannel open() throws IOException {
            Path directory = path.toAbsolutePath().getParent();
            if (directory != null) {
                java.nio.file.Files.createDirectories(directory);
            }
            Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return permissions.isEmpty()
                    ? FileChannel.open(path, options)
                    : FileChannel.open(path, options, PosixFilePermissions.asFileAttribute(permissions));
        }
    }

    private static void writeAll(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
