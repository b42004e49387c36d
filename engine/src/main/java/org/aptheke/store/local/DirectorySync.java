package org.aptheke.store.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes directories durable, one sync for all who wait for the same one: a sync that began after a name was made
 * covers that name, so of the threads that come while one runs, the next syncs for all of them. Different directories
 * do not wait for each other. Safe for use by many threads.
 */
final class DirectorySync {
    private final Disk disk;
    private final ConcurrentHashMap<Path, Directory> directories = new ConcurrentHashMap<>();

    DirectorySync(Disk disk) {
        this.disk = disk;
    }

    /** Waits until all names made in the directory before the call are durable. */
    void sync(Path path) throws IOException {
        directories.computeIfAbsent(path, Directory::new).sync();
    }

    private final class Directory {
        private final Path path;
        private final AtomicLong begun = new AtomicLong();

        /** Held during the sync: those who wait for it are the ones who need it. */
        private final ReentrantLock turn = new ReentrantLock();

        /** The number of the last sync that succeeded; guarded by {@link #turn}. */
        private long done;

        Directory(Path path) {
            this.path = path;
        }

        void sync() throws IOException {
            long needed = begun.get() + 1;
            turn.lock();
            try {
                if (done >= needed) {
                    return;
                }
                long number = begun.incrementAndGet();
                disk.syncDirectory(path);
                done = number;
            } finally {
                turn.unlock();
            }
        }
    }
}
