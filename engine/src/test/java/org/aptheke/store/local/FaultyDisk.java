package org.aptheke.store.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

/**
 * A real disk that fails when asked to: at a certain step and ever after, as if the process had died; when it is full;
 * now and then. And it remembers what was not synced, so that {@link #losePower} can take it away; it does not really
 * sync, which takes long.
 */
final class FaultyDisk implements Disk {
    private final Path data;
    private final Disk disk;
    private final Set<Path> unsyncedFiles = new HashSet<>();

    /** What has changed the names in a directory since its last sync, latest last. */
    private final Map<Path, List<Undo>> unsyncedNames = new HashMap<>();

    private int calls;
    private int wholeSyncs;
    private int dieAt = Integer.MAX_VALUE;
    private long space = Long.MAX_VALUE;
    private String fullMessage = "No space left on device";
    private int failPercent;
    private Random random = new Random(0);

    FaultyDisk(Path data) throws IOException {
        this.data = data;
        disk = new RealDisk(data);
    }

    private interface Undo {
        void run() throws IOException;
    }

    /** The step after this number of steps, counted from now, fails, and all after it. */
    synchronized void dieAfter(int steps) {
        dieAt = calls + steps;
    }

    Path data() {
        return data;
    }

    synchronized int calls() {
        return calls;
    }

    /** How often everything was synced at once. */
    synchronized int wholeSyncs() {
        return wholeSyncs;
    }

    synchronized void recover() {
        dieAt = Integer.MAX_VALUE;
        failPercent = 0;
        space = Long.MAX_VALUE;
    }

    /** So many bytes can still be written; then the system says this. */
    synchronized void limitSpace(long bytes, String message) {
        space = bytes;
        fullMessage = message;
    }

    /** Each step fails with this probability. */
    synchronized void failSometimes(int percent, Random source) {
        failPercent = percent;
        random = source;
    }

    /**
     * Does to the files what a loss of power may do: what was not synced is zeros, and names that were not are as
     * before, or not.
     */
    synchronized void losePower(boolean namesToo) throws IOException {
        for (var file : unsyncedFiles) {
            if (Files.exists(file)) {
                Files.write(file, new byte[(int) Files.size(file)], StandardOpenOption.TRUNCATE_EXISTING);
            }
        }
        if (namesToo) {
            for (var undos : unsyncedNames.values()) {
                for (var undo : undos.reversed()) {
                    undo.run();
                }
            }
        }
        unsyncedFiles.clear();
        unsyncedNames.clear();
    }

    private synchronized void step(String what) throws IOException {
        if (calls++ >= dieAt) {
            throw new IOException("dead: " + what);
        }
        if (failPercent > 0 && random.nextInt(100) < failPercent) {
            throw new IOException("failed: " + what);
        }
    }

    private synchronized void changed(Path path, Undo undo) {
        unsyncedNames
                .computeIfAbsent(path.getParent(), directory -> new ArrayList<>())
                .add(undo);
    }

    @Override
    public WritableFile create(Path file) throws IOException {
        step("create " + file);
        var created = disk.create(file);
        changed(file, () -> Files.deleteIfExists(file));
        return new FaultyFile(file, created);
    }

    @Override
    public WritableFile reopen(Path file) throws IOException {
        step("reopen " + file);
        return new FaultyFile(file, disk.reopen(file));
    }

    @Override
    public synchronized Optional<WritableFile> share(Path existing, Path file) throws IOException {
        step("share " + existing);
        var shared = disk.share(existing, file);
        shared.ifPresent(_ -> changed(file, () -> Files.deleteIfExists(file)));
        return shared.map(opened -> new FaultyFile(file, opened));
    }

    @Override
    public synchronized WritableFile copy(Path existing, Path file) throws IOException {
        try {
            step("copy " + existing);
        } catch (IOException e) {
            Files.write(file, new byte[1]);
            throw e;
        }
        long size = Files.size(existing);
        if (take((int) size) < size) {
            throw new IOException(fullMessage);
        }
        var copied = disk.copy(existing, file);
        unsyncedFiles.add(file);
        changed(file, () -> Files.deleteIfExists(file));
        return new FaultyFile(file, copied);
    }

    @Override
    public boolean sharesBlocks() {
        return disk.sharesBlocks();
    }

    @Override
    public FileChannel openForReading(Path file) throws IOException {
        return disk.openForReading(file);
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        step("rename " + from);
        disk.rename(from, to);
        if (unsyncedFiles.remove(from)) {
            unsyncedFiles.add(to);
        }
        changed(to, () -> {
            if (Files.exists(to)) {
                Files.move(to, from);
            }
        });
    }

    @Override
    public synchronized void delete(Path file) throws IOException {
        step("delete " + file);
        if (Files.exists(file)) {
            byte[] content = unsyncedFiles.remove(file) ? new byte[(int) Files.size(file)] : Files.readAllBytes(file);
            changed(file, () -> Files.write(file, content));
        }
        disk.delete(file);
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        step("create " + directory);
        boolean there = Files.exists(directory);
        disk.createDirectory(directory);
        if (!there) {
            changed(directory, () -> deleteTree(directory));
        }
    }

    private static void deleteTree(Path directory) throws IOException {
        try (var files = Files.newDirectoryStream(directory)) {
            for (var file : files) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        step("sync " + directory);
        synchronized (this) {
            unsyncedNames.remove(directory);
        }
    }

    @Override
    public Optional<Whole> openWhole() {
        return Optional.of(new FaultyWhole());
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        step("list " + directory);
        return disk.list(directory);
    }

    @Override
    public OptionalLong size(Path file) throws IOException {
        step("size of " + file);
        return disk.size(file);
    }

    @Override
    public synchronized long usableSpace() throws IOException {
        return Math.min(space, disk.usableSpace());
    }

    /** How many of these bytes fit. */
    private synchronized int take(int bytes) {
        int fits = (int) Math.min(bytes, space);
        space = space == Long.MAX_VALUE ? space : space - fits;
        return fits;
    }

    private final class FaultyWhole implements Whole {
        @Override
        public void sync() throws IOException {
            step("sync everything");
            synchronized (FaultyDisk.this) {
                wholeSyncs++;
                unsyncedFiles.clear();
                unsyncedNames.clear();
            }
        }

        @Override
        public void close() {}
    }

    private final class FaultyFile implements WritableFile {
        private final Path path;
        private final WritableFile file;

        FaultyFile(Path path, WritableFile file) {
            this.path = path;
            this.file = file;
        }

        @Override
        public long length() throws IOException {
            step("length of " + path);
            return file.length();
        }

        @Override
        public void write(long position, ByteBuffer bytes) throws IOException {
            synchronized (FaultyDisk.this) {
                unsyncedFiles.add(path);
            }
            try {
                step("write " + path);
            } catch (IOException e) {
                // The worst kind of failure: some of the bytes are there.
                file.write(position, bytes.slice(bytes.position(), bytes.remaining() / 2));
                throw e;
            }
            int fits = take(bytes.remaining());
            if (fits < bytes.remaining()) {
                file.write(position, bytes.slice(bytes.position(), fits));
                throw new IOException(fullMessage);
            }
            file.write(position, bytes);
        }

        @Override
        public int read(long position, byte[] buffer) throws IOException {
            step("read " + path);
            return file.read(position, buffer);
        }

        @Override
        public void truncate(long length) throws IOException {
            step("truncate " + path);
            file.truncate(length);
        }

        @Override
        public void sync() throws IOException {
            step("sync " + path);
            synchronized (FaultyDisk.this) {
                unsyncedFiles.remove(path);
            }
        }

        /** Never fails: a dead process closes its files too. */
        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
