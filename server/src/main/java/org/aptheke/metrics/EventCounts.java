package org.aptheke.metrics;

import java.util.concurrent.atomic.LongAdder;
import org.aptheke.events.Event;
import org.aptheke.events.EventSink;

/**
 * Counts what events tell. Called on the event loops for each answer: takes no lock, and allocates nothing but the
 * counter of a combination that is new. Safe for use by many threads.
 */
public final class EventCounts implements EventSink {
    private static final String CONNECT = "CONNECT";

    private final FileKinds kinds = new FileKinds();

    private final ForEach<FileKind, KindCounts> counts = new ForEach<>(FileKind.class, KindCounts::new);
    private final ForEach<CacheUse.Group, Buckets> durations = new ForEach<>(CacheUse.Group.class, Buckets::new);
    private final ForEach<CacheUse.Group, Buckets> firstBytes = new ForEach<>(CacheUse.Group.class, Buckets::new);
    private final LongAdder collapsed = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder originTroubles = new LongAdder();
    private final LongAdder storeTroubles = new LongAdder();

    @Override
    public void accept(Event event) {
        switch (event) {
            case Event.Answered answered -> answered(answered);
            case Event.OriginTrouble _ -> originTroubles.increment();
            case Event.StoreTrouble trouble -> {
                if (!trouble.healed()) {
                    storeTroubles.increment();
                }
            }
            case Event.SuiteNews _, Event.JobNews _, Event.Change _ -> {}
        }
    }

    private void answered(Event.Answered answered) {
        boolean tunnel = answered.method().equals(CONNECT);
        var use = CacheUse.of(answered.cacheStatus());
        counts.get(tunnel ? FileKind.TUNNEL : kinds.at(answered.path())).add(use, answered.status(), answered.bytes());
        if (!answered.cause().isEmpty()) {
            failed.increment();
        }
        if (use.group() == CacheUse.Group.FORWARDED && CacheUse.isCollapsed(answered.cacheStatus())) {
            collapsed.increment();
        }
        // How long a tunnel was open says nothing of how quick this program is.
        if (!tunnel && answered.status() != 0) {
            durations.get(use.group()).add(answered.durationNanos());
            firstBytes.get(use.group()).add(answered.firstByteNanos());
        }
    }

    KindCounts counts(FileKind kind) {
        return counts.get(kind);
    }

    Buckets durations(CacheUse.Group group) {
        return durations.get(group);
    }

    Buckets firstBytes(CacheUse.Group group) {
        return firstBytes.get(group);
    }

    /** Requests that shared a fetch with others. */
    LongAdder collapsed() {
        return collapsed;
    }

    /** Answers that failed or broke off, for whatever reason. */
    LongAdder failed() {
        return failed;
    }

    LongAdder originTroubles() {
        return originTroubles;
    }

    LongAdder storeTroubles() {
        return storeTroubles;
    }
}
