package org.aptheke.pool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A real directory that fails at a certain step and ever after, as if the process had died. It remembers what was not
 * synced, so that {@link #losePower} can take it away; it does not really sync, which takes long.
 */
final class FaultyDirectory implements IndexDirectory {
    private final Path path;
    private final IndexDirectory directory;
    private final Set<String> unsyncedFiles = new HashSet<>();

    /** What has changed the names since the last sync, latest last. */
    private final List<Action> unsyncedNames = new ArrayList<>();

    private int calls;
    private int opened;
    private int dieAt = Integer.MAX_VALUE;
    private Action beforeSync = () -> {};
    private Action beforeOpen = () -> {};
    private Action afterOpen = () -> {};

    FaultyDirectory(Path path) throws IOException {
        this.path = path;
        directory = new RealDirectory(path);
    }

    interface Action {
        void run() throws IOException;
    }

    /** Does something each time before the names become durable. */
    synchronized void beforeSync(Action action) {
        beforeSync = action;
    }

    /** The step after this number of steps, counted from now, fails, and all after it. */
    synchronized void dieAfter(int steps) {
        dieAt = calls + steps;
    }

    synchronized int calls() {
        return calls;
    }

    /** Does something each time before and after a file is opened for reading. */
    synchronized void aroundOpen(Action before, Action after) {
        beforeOpen = before;
        afterOpen = after;
    }

    /** How many files were opened for reading. */
    synchronized int opened() {
        return opened;
    }

    /** What was not synced becomes zeros, and names that were not are as before, or stay. */
    synchronized void losePower(boolean namesToo) throws IOException {
        for (var name : unsyncedFiles) {
            var file = path.resolve(name);
            if (Files.exists(file)) {
                Files.write(file, new byte[(int) Files.size(file)], StandardOpenOption.TRUNCATE_EXISTING);
            }
        }
        if (namesToo) {
            for (var undo : unsyncedNames.reversed()) {
                undo.run();
            }
        }
    }

    private synchronized void step(String what) throws IOException {
        if (calls++ >= dieAt) {
            throw new IOException("dead: " + what);
        }
    }

    @Override
    public synchronized NewFile create(String name) throws IOException {
        step("create " + name);
        var file = directory.create(name);
        unsyncedNames.add(() -> Files.deleteIfExists(path.resolve(name)));
        return new FaultyFile(name, file);
    }

    @Override
    public synchronized FileChannel openForReading(String name) throws IOException {
        step("open " + name);
        opened++;
        beforeOpen.run();
        var channel = directory.openForReading(name);
        afterOpen.run();
        return channel;
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        step("rename " + from);
        byte[] replaced = Files.exists(path.resolve(to)) ? Files.readAllBytes(path.resolve(to)) : new byte[0];
        directory.rename(from, to);
        if (unsyncedFiles.remove(from)) {
            unsyncedFiles.add(to);
        }
        unsyncedNames.add(() -> {
            Files.move(path.resolve(to), path.resolve(from));
            if (replaced.length > 0) {
                Files.write(path.resolve(to), replaced);
            }
        });
    }

    @Override
    public void delete(String name) throws IOException {
        step("delete " + name);
        directory.delete(name);
    }

    @Override
    public synchronized void sync() throws IOException {
        step("sync the directory");
        beforeSync.run();
        unsyncedNames.clear();
    }

    @Override
    public List<String> list() throws IOException {
        step("list");
        return directory.list();
    }

    private final class FaultyFile implements NewFile {
        private final String name;
        private final NewFile file;

        FaultyFile(String name, NewFile file) {
            this.name = name;
            this.file = file;
        }

        @Override
        public void write(long position, ByteBuffer bytes) throws IOException {
            synchronized (FaultyDirectory.this) {
                unsyncedFiles.add(name);
            }
            try {
                step("write " + name);
            } catch (IOException e) {
                // The worst kind of failure: some of the bytes are there.
                file.write(position, bytes.slice(bytes.position(), bytes.remaining() / 2));
                throw e;
            }
            file.write(position, bytes);
        }

        @Override
        public void read(long position, byte[] buffer, int count) throws IOException {
            step("read " + name);
            file.read(position, buffer, count);
        }

        @Override
        public void sync() throws IOException {
            step("sync " + name);
            synchronized (FaultyDirectory.this) {
                unsyncedFiles.remove(name);
            }
        }

        /** Never fails: a dead process closes its files too. */
        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
