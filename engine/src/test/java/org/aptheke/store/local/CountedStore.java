package org.aptheke.store.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A store that counts what it reads itself of the files it writes, and how often files are opened for readers. */
public final class CountedStore {
    private final AtomicLong bytesRead = new AtomicLong();
    private final AtomicInteger openedForReaders = new AtomicInteger();
    private final LocalBlobStore store;

    private CountedStore(Path data) throws IOException {
        store = LocalBlobStore.open(
                new BlobLayout(data), new CountingDisk(new RealDisk(data)), 0, Optional.of("this boot"));
    }

    public static CountedStore open(Path data) throws IOException {
        return new CountedStore(data);
    }

    public LocalBlobStore store() {
        return store;
    }

    public long bytesRead() {
        return bytesRead.get();
    }

    public int openedForReaders() {
        return openedForReaders.get();
    }

    private final class CountingDisk implements Disk {
        private final Disk disk;

        CountingDisk(Disk disk) {
            this.disk = disk;
        }

        @Override
        public WritableFile create(Path file) throws IOException {
            return new CountingFile(disk.create(file));
        }

        @Override
        public WritableFile reopen(Path file) throws IOException {
            return new CountingFile(disk.reopen(file));
        }

        @Override
        public Optional<WritableFile> share(Path existing, Path file) throws IOException {
            return disk.share(existing, file).map(CountingFile::new);
        }

        @Override
        public WritableFile copy(Path existing, Path file) throws IOException {
            return new CountingFile(disk.copy(existing, file));
        }

        @Override
        public boolean sharesBlocks() {
            return disk.sharesBlocks();
        }

        @Override
        public FileChannel openForReading(Path file) throws IOException {
            openedForReaders.incrementAndGet();
            return disk.openForReading(file);
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            disk.rename(from, to);
        }

        @Override
        public void delete(Path file) throws IOException {
            disk.delete(file);
        }

        @Override
        public void createDirectory(Path directory) throws IOException {
            disk.createDirectory(directory);
        }

        @Override
        public void syncDirectory(Path directory) throws IOException {
            disk.syncDirectory(directory);
        }

        @Override
        public Optional<Whole> openWhole() throws IOException {
            return disk.openWhole();
        }

        @Override
        public List<String> list(Path directory) throws IOException {
            return disk.list(directory);
        }

        @Override
        public OptionalLong size(Path file) throws IOException {
            return disk.size(file);
        }

        @Override
        public long usableSpace() throws IOException {
            return disk.usableSpace();
        }
    }

    private final class CountingFile implements Disk.WritableFile {
        private final Disk.WritableFile file;

        CountingFile(Disk.WritableFile file) {
            this.file = file;
        }

        @Override
        public long length() throws IOException {
            return file.length();
        }

        @Override
        public void write(long position, ByteBuffer bytes) throws IOException {
            file.write(position, bytes);
        }

        @Override
        public int read(long position, byte[] buffer) throws IOException {
            int count = file.read(position, buffer);
            bytesRead.addAndGet(Math.max(0, count));
            return count;
        }

        @Override
        public void truncate(long length) throws IOException {
            file.truncate(length);
        }

        @Override
        public void sync() throws IOException {
            file.sync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
