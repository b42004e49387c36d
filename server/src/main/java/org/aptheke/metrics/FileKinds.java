package org.aptheke.metrics;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Tells the kind of a file by its path, and remembers the answer: the path of an answer from memory is the same object
 * each time, so that a hit is told by one comparison. Safe for use by many threads.
 */
final class FileKinds {
    private static final int SLOTS = 8192;

    /** A longer path is not remembered: nobody is to fill the memory with them. */
    private static final int LONGEST = 256;

    private final AtomicReferenceArray<@Nullable Known> slots = new AtomicReferenceArray<>(SLOTS);

    private record Known(String path, FileKind kind) {}

    FileKind at(String path) {
        if (path.length() > LONGEST) {
            return FileKind.at(path);
        }
        int hash = path.hashCode();
        int slot = (hash ^ hash >>> 16) & (SLOTS - 1);
        var known = slots.getPlain(slot);
        if (known != null && known.path().equals(path)) {
            return known.kind();
        }
        var kind = FileKind.at(path);
        slots.setPlain(slot, new Known(path, kind));
        return kind;
    }
}
