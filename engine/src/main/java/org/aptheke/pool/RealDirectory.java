package org.aptheke.pool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The directory as it is. */
final class RealDirectory implements IndexDirectory {
    /** Only there a directory can be opened to sync it. */
    private static final boolean UNIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    private final Path directory;

    /** Makes it when there is none. */
    RealDirectory(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
    }

    @Override
    public NewFile create(String name) throws IOException {
        return new OpenFile(new RandomAccessFile(directory.resolve(name).toFile(), "rw"));
    }

    @Override
    public FileChannel openForReading(String name) throws IOException {
        return FileChannel.open(directory.resolve(name), StandardOpenOption.READ);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(directory.resolve(from), directory.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
    }

    @Override
    public void sync() throws IOException {
        if (UNIX) {
            try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    @Override
    public List<String> list() throws IOException {
        var names = new ArrayList<String>();
        try (var entries = Files.newDirectoryStream(directory)) {
            for (var entry : entries) {
                names.add(String.valueOf(entry.getFileName()));
            }
        }
        return names;
    }

    /** Not a channel: an interrupt would close that. */
    private record OpenFile(RandomAccessFile file) implements NewFile {
        @Override
        public void write(long position, ByteBuffer bytes) throws IOException {
            file.seek(position);
            file.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            bytes.position(bytes.limit());
        }

        @Override
        public void read(long position, byte[] buffer, int count) throws IOException {
            file.seek(position);
            file.readFully(buffer, 0, count);
        }

        @Override
        public void sync() throws IOException {
            file.getFD().sync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
