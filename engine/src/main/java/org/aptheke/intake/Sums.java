package org.aptheke.intake;

import java.util.concurrent.atomic.AtomicLong;

/** How bytes came into the store. Safe for use by many threads. */
final class Sums {
    private final AtomicLong sharedBytes = new AtomicLong();
    private final AtomicLong copiedBytes = new AtomicLong();

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
        return sharedBytes + " bytes are the files themselves, by another name; " + copiedBytes + " bytes were copied";
    }
}
