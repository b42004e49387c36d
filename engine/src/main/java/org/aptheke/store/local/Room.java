package org.aptheke.store.local;

import java.io.IOException;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.aptheke.store.SpaceExhaustedException;

/**
 * The room on the disk. A deposit of known length is counted in full when it begins, so that of ten that do not fit
 * together the last are refused, and not all ten fail when the disk is full. Nothing is preallocated: that would write
 * (or at least map) every block once more, while refusing early needs only this book. A little always stays free,
 * because the catalogue writes to the same disk. Where there is a budget, what is stored and what is promised stay within
 * it, from the time on when what is stored has been counted. Safe for use by many threads.
 */
final class Room {
    private static final long UNKNOWN = -1;

    private final Disk disk;
    private final long keepFree;

    /** Bytes that deposits have announced and not written yet. */
    private final AtomicLong promised = new AtomicLong();

    /** Bytes that open deposits hold: a count of files leaves them out. */
    private final AtomicLong open = new AtomicLong();

    /** Bytes in blobs and kept parts that came since the count, less those that went. */
    private final AtomicLong settled = new AtomicLong();

    /** The bytes in blobs and kept parts, when they were counted. */
    private final AtomicLong counted = new AtomicLong(UNKNOWN);

    private volatile Limit limit = new Limit(Long.MAX_VALUE, Long.MAX_VALUE, () -> {});

    /** How much may be stored, and who is told when it is more than the mark, or too much; cheaply, by any thread. */
    private record Limit(long bytes, long mark, Runnable pressed) {}

    Room(Disk disk, long keepFree) {
        this.disk = disk;
        this.keepFree = keepFree;
    }

    /** From now on so many bytes may be stored; {@code pressed} is told when there are more than {@code mark}. */
    void limit(long bytes, long mark, Runnable pressed) {
        limit = new Limit(bytes, mark, pressed);
    }

    /** A number that changes with whatever comes or goes among blobs and kept parts. */
    long changes() {
        return settled.get();
    }

    /** So much was found in blobs and kept parts, while changes up to that number were made. */
    void counted(long bytes, long changes) {
        counted.set(bytes);
        settled.addAndGet(-changes);
    }

    /** What blobs and parts take, those being written too; empty until it was counted. */
    OptionalLong used() {
        long count = counted.get();
        return count == UNKNOWN
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, count + settled.get() + open.get()));
    }

    long usableSpace() throws IOException {
        return disk.usableSpace();
    }

    /** There are so many bytes more in blobs and kept parts, or less. */
    void changed(long bytes) {
        settled.addAndGet(bytes);
        tellOfMore(bytes);
    }

    /** Open deposits hold so many bytes more. */
    void written(long bytes) {
        open.addAndGet(bytes);
        tellOfMore(bytes);
    }

    /**
     * A deposit is open no longer.
     *
     * @param held the bytes that it held
     * @param left the bytes of the blob or the part that it has become
     */
    void ended(long held, long left) {
        // In this order: for a moment it counts twice, and not at all never, lest another takes its room.
        settled.addAndGet(left);
        open.addAndGet(-held);
        tellOfMore(left - held);
    }

    private void tellOfMore(long bytes) {
        var now = limit;
        if (bytes > 0 && now.mark() != Long.MAX_VALUE && used().orElse(0) > now.mark()) {
            now.pressed().run();
        }
    }

    /** Counts these bytes as taken until they are written or given back. */
    void reserve(long bytes) throws IOException {
        long usable = disk.usableSpace() - keepFree;
        long all = promise(bytes);
        long free = Math.min(usable, leftOfBudget());
        if (all > free) {
            promised.addAndGet(-bytes);
            limit.pressed().run();
            throw new SpaceExhaustedException("no room for " + bytes + " bytes: " + Math.max(free, 0)
                    + " free beside the " + keepFree + " kept free and within the budget, of which " + (all - bytes)
                    + " are promised");
        }
    }

    /** As {@link #reserve}, for what takes none of the disk, or where {@link #check} looks at it. */
    void reserveOfBudget(long bytes) throws IOException {
        if (promise(bytes) > leftOfBudget()) {
            promised.addAndGet(-bytes);
            limit.pressed().run();
            throw new SpaceExhaustedException("the budget of " + limit.bytes() + " bytes is used up");
        }
    }

    /**
     * All that is promised, these bytes too. What is left must be asked for afterwards: what others write meanwhile, which is
     * {@link #written} before it is {@linkplain #giveBack given back}, then counts twice at worst, and never not at all.
     */
    private long promise(long bytes) {
        return promised.addAndGet(bytes);
    }

    private long leftOfBudget() {
        long bytes = limit.bytes();
        return bytes == Long.MAX_VALUE ? bytes : bytes - used().orElse(0);
    }

    /** These reserved bytes were written, or will not be. */
    void giveBack(long bytes) {
        promised.addAndGet(-bytes);
    }

    /** Looks again while a file grows, which may have no known length, and share the disk with others. */
    void check() throws IOException {
        long usable = disk.usableSpace();
        if (usable < keepFree) {
            limit.pressed().run();
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
