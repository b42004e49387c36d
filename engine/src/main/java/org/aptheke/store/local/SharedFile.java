package org.aptheke.store.local;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.aptheke.http.Content;

/** One open file with counted users: the last one closes it. Safe for use by many threads. */
final class SharedFile {
    private final FileChannel channel;
    private final AtomicInteger openFiles;

    @GuardedBy("this")
    private int users = 1;

    /** Its first user is the caller, who calls {@link #release} once. */
    SharedFile(FileChannel channel, AtomicInteger openFiles) {
        this.channel = channel;
        this.openFiles = openFiles;
        openFiles.incrementAndGet();
    }

    FileChannel channel() {
        return channel;
    }

    /** One more user; false when the last has gone, or when an interrupted reader has closed the channel. */
    synchronized boolean retain() {
        if (users == 0 || !channel.isOpen()) {
            return false;
        }
        users++;
        return true;
    }

    void release() throws IOException {
        synchronized (this) {
            if (--users > 0) {
                return;
            }
        }
        openFiles.decrementAndGet();
        channel.close();
    }

    /** A handle for a user that is counted already; closing it releases once. */
    Content.OpenFile handle(long size) {
        return new Handle(this, size);
    }

    private static final class Handle implements Content.OpenFile {
        private final SharedFile file;
        private final long size;
        private final AtomicBoolean closed = new AtomicBoolean();

        Handle(SharedFile file, long size) {
            this.file = file;
            this.size = size;
        }

        @Override
        public FileChannel channel() {
            return file.channel();
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public void close() throws IOException {
            if (closed.compareAndSet(false, true)) {
                file.release();
            }
        }
    }
}
