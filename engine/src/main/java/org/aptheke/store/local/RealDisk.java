package org.aptheke.store.local;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The disk as it is. */
final class RealDisk implements Disk {
    /** Only there a directory can be opened to sync it. */
    private static final boolean UNIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    private final Path directory;
    /** File systems on which {@link Files#copy} makes two files of the same blocks. */
    private static final Set<String> SHARING_BLOCKS = Set.of("btrfs", "xfs", "bcachefs");

    private static final Set<PosixFilePermission> WRITING = EnumSet.of(
            PosixFilePermission.OWNER_WRITE, PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    /** What the file system is called. Found once: finding it reads the table of all mounts. */
    private final String type;

    /** For files on the file system that holds this directory, which exists. */
    RealDisk(Path directory) {
        this.directory = directory;
        type = typeOf(directory);
    }

    /** Not all mounts are in the table where this runs in a changed root; then it is a file system without specialities. */
    private static String typeOf(Path directory) {
        try {
            return Files.getFileStore(directory).type();
        } catch (IOException e) {
            return "unknown";
        }
    }

    @Override
    public WritableFile create(Path file) throws IOException {
        // Its name is new: nothing is gained by making it first and opening it then.
        return reopen(file);
    }

    @Override
    public WritableFile reopen(Path file) throws IOException {
        return new Opened(new RandomAccessFile(file.toFile(), "rw"));
    }

    @Override
    public Optional<WritableFile> share(Path existing, Path file) throws IOException {
        try {
            Files.createLink(file, existing);
        } catch (UnsupportedOperationException | FileSystemException e) {
            return Optional.empty(); // another file system, or not allowed: a copy will do
        }
        try {
            var permissions = EnumSet.noneOf(PosixFilePermission.class);
            permissions.addAll(Files.getPosixFilePermissions(file));
            if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
                permissions.removeAll(WRITING);
                Files.setPosixFilePermissions(file, permissions);
                return Optional.of(new Opened(new RandomAccessFile(file.toFile(), "r")));
            }
        } catch (UnsupportedOperationException | FileSystemException e) {
            // Not ours: who owns it can write to it.
        }
        Files.delete(file);
        return Optional.empty();
    }

    @Override
    public WritableFile copy(Path existing, Path file) throws IOException {
        Files.copy(existing, file, LinkOption.NOFOLLOW_LINKS);
        return new Opened(new RandomAccessFile(file.toFile(), "r"));
    }

    @Override
    public boolean sharesBlocks() {
        return SHARING_BLOCKS.contains(type);
    }

    @Override
    public FileChannel openForReading(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        Files.createDirectories(directory);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        if (UNIX) {
            try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    @Override
    public Optional<Whole> openWhole() throws IOException {
        return FileSystemSync.open(directory, type);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        var names = new ArrayList<String>();
        try (var entries = Files.newDirectoryStream(directory)) {
            for (var entry : entries) {
                names.add(String.valueOf(entry.getFileName()));
            }
        }
        return names;
    }

    @Override
    public OptionalLong size(Path file) throws IOException {
        // Mostly it is asked whether a blob is there already: saying no by an exception costs more than the question.
        if (!Files.exists(file)) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Files.size(file));
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        }
    }

    @Override
    public long usableSpace() {
        return directory.toFile().getUsableSpace();
    }

    /** Not a channel: an interrupt in the middle of a write would close that, and the bytes so far could not be kept. */
    private static final class Opened implements WritableFile {
        private static final int COPY_BYTES = 64 * 1024;

        private final RandomAccessFile file;

        Opened(RandomAccessFile file) {
            this.file = file;
        }

        @Override
        public long length() throws IOException {
            return file.length();
        }

        @Override
        public void write(long position, ByteBuffer bytes) throws IOException {
            seek(position);
            if (bytes.hasArray()) {
                file.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
                bytes.position(bytes.limit());
                return;
            }
            byte[] copy = new byte[Math.min(bytes.remaining(), COPY_BYTES)];
            while (bytes.hasRemaining()) {
                int count = Math.min(bytes.remaining(), copy.length);
                bytes.get(copy, 0, count);
                file.write(copy, 0, count);
            }
        }

        @Override
        public int read(long position, byte[] buffer) throws IOException {
            seek(position);
            return file.read(buffer);
        }

        private void seek(long position) throws IOException {
            if (file.getFilePointer() != position) {
                file.seek(position);
            }
        }

        @Override
        public void truncate(long length) throws IOException {
            file.setLength(length);
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
