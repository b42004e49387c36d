package org.aptheke.intake;

import java.util.concurrent.atomic.AtomicLong;

/** How bytes came into the store, and whether there is room for more. Safe for use by many threads. */
final class Sums {
    private final AtomicLong sharedBytes = new AtomicLong();
    private final AtomicLong copiedBytes = new AtomicLong();

    private volatile boolean full;

    /** There is no room for one that was to be taken. */
    void noRoom() {
        full = true;
    }

    boolean isFull() {
        return full;
    }

    void add(Entry.Entered entered, long bytes) {
        switch (entered) {
            case SHARED -> sharedBytes.addAndGet(bytes);
            case COPIED -> copiedBytes.addAndGet(bytes);
            case ALREADY_THERE, NAMED -> {}
        }
    }

    /** For people. */
    @Override
    public String toString() {
        return (full ? "ended early, because there is no room; " : "") + sharedBytes
                + " bytes are the files themselves, by another name; " + copiedBytes + " bytes were copied";
    }
}
