package org.aptheke.store.local;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.aptheke.store.SpaceExhaustedException;

/**
 * The room on the disk. A deposit of known length is counted in full when it begins, so that of ten that do not fit
 * together the last are refused, and not all ten fail when the disk is full. Nothing is preallocated: that would write
 * (or at least map) every block once more, while refusing early needs only this book. A little always stays free,
 * because the catalogue writes to the same disk. Safe for use by many threads.
 */
final class Room {
    private final Disk disk;
    private final long keepFree;
    private final AtomicLong promised = new AtomicLong();

    Room(Disk disk, long keepFree) {
        this.disk = disk;
        this.keepFree = keepFree;
    }

    /** Counts these bytes as taken until they are written or given back. */
    void reserve(long bytes) throws IOException {
        long free = disk.usableSpace() - keepFree;
        long all = promised.addAndGet(bytes);
        if (all > free) {
            promised.addAndGet(-bytes);
            throw new SpaceExhaustedException("no room for " + bytes + " bytes: " + Math.max(free, 0)
                    + " free beside the " + keepFree + " kept free, of which " + (all - bytes) + " are promised");
        }
    }

    /** These reserved bytes were written, or will not be. */
    void giveBack(long bytes) {
        promised.addAndGet(-bytes);
    }

    /** Looks again while a file grows, which may have no known length, and share the disk with others. */
    void check() throws IOException {
        long usable = disk.usableSpace();
        if (usable < keepFree) {
            throw new SpaceExhaustedException(usable + " bytes are free, " + keepFree + " are to be kept free");
        }
    }

    /**
     * Tells a full disk from other failures. Java has no error number, and the message may be in the language of the
     * system; so a failure to write more than is left counts too.
     */
    IOException explain(IOException failure, int bytes) {
        if (failure instanceof SpaceExhaustedException) {
            return failure;
        }
        String message = String.valueOf(failure.getMessage());
        String lower = message.toLowerCase(Locale.ROOT);
        boolean full = lower.contains("no space left")
                || lower.contains("quota exceeded")
                || lower.contains("not enough space")
                || lessIsLeftThan(bytes);
        return full ? new SpaceExhaustedException("the disk is full: " + message, failure) : failure;
    }

    private boolean lessIsLeftThan(int bytes) {
        try {
            return disk.usableSpace() < bytes;
        } catch (IOException e) {
            return false;
        }
    }
}
