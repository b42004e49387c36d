package org.aptheke.fetch;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Who waits for what a fetch brings. Not thread-safe: the lock of its transfer guards it. */
final class Audience {
    private final Set<FetchReader> readers = new HashSet<>();
    private boolean wantedAnyway;

    void add(FetchReader reader) {
        readers.add(reader);
    }

    boolean remove(FetchReader reader) {
        return readers.remove(reader);
    }

    int readers() {
        return readers.size();
    }

    /** Those who read; each once. */
    List<InetAddress> clients() {
        return readers.stream()
                .flatMap(reader -> reader.client().stream())
                .distinct()
                .toList();
    }

    /** A fetch without a reader goes on when somebody else wants its result. */
    void wantAnyway() {
        wantedAnyway = true;
    }

    void wantNoMore() {
        wantedAnyway = false;
    }

    boolean isGone() {
        return readers.isEmpty() && !wantedAnyway;
    }

    /** Puts all to where the content begins. */
    void beginAt(long first) {
        for (var reader : readers) {
            reader.begin(first);
        }
    }

    /** The position of the slowest; {@code end} when there is none. */
    long slowest(long end) {
        long slowest = end;
        for (var reader : readers) {
            slowest = Math.min(slowest, reader.position());
        }
        return slowest;
    }

    /** Cuts off those that are not further than this, if others wait for them or in any case; true when some were. */
    boolean cutOff(long position, boolean inAnyCase) {
        if (!inAnyCase && readers.stream().allMatch(reader -> reader.position() <= position)) {
            return false;
        }
        for (var reader : Set.copyOf(readers)) {
            if (reader.position() <= position) {
                reader.leave();
                readers.remove(reader);
            }
        }
        return true;
    }
}
