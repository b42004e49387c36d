package org.aptheke.store.local;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import org.aptheke.store.Catalog;

/**
 * Makes store and catalogue agree after a start: partial files that no part names go, and so do parts whose file is
 * gone or holds nothing. Reads the directory of partial files and the parts, both short, and no blob: one that is
 * missing or damaged shows when it is opened.
 */
public final class Recovery {
    private Recovery() {}

    /**
     * What was found and done.
     *
     * @param partialsKept files that can be resumed
     * @param partialsDropped files that nothing named, or that a loss of power may have damaged
     * @param partsDropped entries of the catalogue without a file
     */
    public record Report(LastEnd lastEnd, int partialsKept, int partialsDropped, int partsDropped, Duration took) {
        /** One line for the log. */
        public String inWords() {
            var end = switch (lastEnd) {
                case CLEAN -> "in order";
                case KILLED -> "by a process that was killed";
                case POWER_LOST -> "by a machine that stopped, or it cannot be told";
            };
            return "the store was left %s; unfinished downloads: %d can be resumed, %d were dropped"
                    .formatted(end, partialsKept, partialsDropped);
        }
    }

    /** Call it once, before the first deposit is opened. */
    public static Report run(LocalBlobStore store, Catalog catalog) throws IOException {
        long began = System.nanoTime();
        var usable = new HashSet<String>();
        int partsDropped = 0;
        for (var part : catalog.parts()) {
            if (store.partials().size(part.partial()).orElse(0) > part.first()) {
                usable.add(part.partial());
            } else {
                catalog.removePart(part);
                partsDropped++;
            }
        }
        var unnamed = new ArrayList<>(store.partials().names());
        unnamed.removeAll(usable);
        for (var name : unnamed) {
            store.partials().drop(name);
        }
        return new Report(
                store.lastEnd(),
                usable.size(),
                store.droppedUnread() + unnamed.size(),
                partsDropped,
                Duration.ofNanos(System.nanoTime() - began));
    }
}
