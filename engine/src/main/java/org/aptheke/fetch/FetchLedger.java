package org.aptheke.fetch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What is shown of fetches: those that run, shared or not, and some that have ended. Safe for use by many threads. */
final class FetchLedger {
    private static final int MOST_ENDED = 100;

    private final Set<Fetch> running = ConcurrentHashMap.newKeySet();

    @GuardedBy("ended")
    private final ArrayDeque<FetchView> ended = new ArrayDeque<>();

    void began(Fetch fetch) {
        running.add(fetch);
    }

    /** One that was never begun, because what is stored had changed, is not shown. */
    void ended(Fetch fetch, Instant at) {
        if (!running.remove(fetch)) {
            return;
        }
        var view = fetch.view().ended(at);
        synchronized (ended) {
            ended.addFirst(view);
            if (ended.size() > MOST_ENDED) {
                ended.removeLast();
            }
        }
    }

    List<FetchView> running() {
        return running.stream()
                .map(Fetch::view)
                .sorted(Comparator.comparingLong(FetchView::number))
                .toList();
    }

    List<FetchView> latest() {
        synchronized (ended) {
            return List.copyOf(ended);
        }
    }
}
