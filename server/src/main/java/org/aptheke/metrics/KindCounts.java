package org.aptheke.metrics;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Requests and bytes of one kind of file. Safe for use by many threads. */
final class KindCounts {
    /** By the number of the status; most never come. */
    private final ForEach<CacheUse, AtomicReferenceArray<@Nullable LongAdder>> requests =
            new ForEach<>(CacheUse.class, () -> new AtomicReferenceArray<>(StatusLabels.COUNT));

    private final ForEach<CacheUse.Group, LongAdder> bytes = new ForEach<>(CacheUse.Group.class, LongAdder::new);

    void add(CacheUse use, int status, long sent) {
        counter(requests.get(use), StatusLabels.indexOf(status)).increment();
        bytes.get(use.group()).add(sent);
    }

    private static LongAdder counter(AtomicReferenceArray<@Nullable LongAdder> counters, int index) {
        var counter = counters.get(index);
        if (counter != null) {
            return counter;
        }
        var fresh = new LongAdder();
        var other = counters.compareAndExchange(index, null, fresh);
        return other == null ? fresh : other;
    }

    /** Takes one count after another. */
    interface RequestTaker {
        void take(String status, CacheUse use, long count);
    }

    /** Hands over the combinations that have come. */
    void requests(RequestTaker taker) {
        for (var use : CacheUse.values()) {
            var counters = requests.get(use);
            for (int status = 0; status < StatusLabels.COUNT; status++) {
                var counter = counters.get(status);
                if (counter != null) {
                    taker.take(StatusLabels.label(status), use, counter.sum());
                }
            }
        }
    }

    long bytes(CacheUse.Group group) {
        return bytes.get(group).sum();
    }
}
