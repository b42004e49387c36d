package org.aptheke.store.local;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.aptheke.store.StoreUnusableException;
import org.jspecify.annotations.Nullable;

/**
 * Holds a data directory for one process. The kernel gives the lock back when the process ends, however it ends; the
 * number in the file only says who holds it.
 */
final class DataLock implements Closeable {
    /**
     * What this process holds. Asked first, because on POSIX systems closing any descriptor of a locked file, such as
     * that of a second attempt, gives back the lock of the whole process.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private DataLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws StoreUnusableException when another process, or this one, holds it
     */
    static DataLock take(BlobLayout layout) throws IOException {
        var file = layout.data().toRealPath().resolve(layout.lock().getFileName());
        long self = ProcessHandle.current().pid();
        if (!HELD.add(file)) {
            throw inUse(layout, Long.toString(self));
        }
        @Nullable FileChannel channel = null;
        boolean taken = false;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            @Nullable FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(layout, Files.readString(file).strip());
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((self + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
            taken = true;
            return new DataLock(file, channel);
        } finally {
            if (!taken) {
                HELD.remove(file);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    private static StoreUnusableException inUse(BlobLayout layout, String process) {
        return new StoreUnusableException(layout.data() + " is in use by process " + process);
    }

    /** The file stays: removing it would let two processes hold locks on two files of that name. */
    @Override
    public void close() throws IOException {
        channel.close();
        HELD.remove(file);
    }
}
