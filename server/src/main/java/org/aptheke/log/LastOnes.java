package org.aptheke.log;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.List;

/** So many things that came last. Safe for use by many threads. */
final class LastOnes<T> {
    private final int places;

    @GuardedBy("this")
    private final ArrayDeque<T> things = new ArrayDeque<>();

    LastOnes(int places) {
        this.places = places;
    }

    synchronized void add(T thing) {
        if (things.size() == places) {
            things.removeFirst();
        }
        things.addLast(thing);
    }

    synchronized List<T> all() {
        return List.copyOf(things);
    }
}
