package org.aptheke.server.netty;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.aptheke.http.TargetUri;
import org.aptheke.proxy.Repeatable;

/** An answer in the hot set, until when it holds, and how often it was used. Safe for use by many threads. */
final class HotEntry {
    private final ReadyAnswer answer;
    private final Repeatable repeatable;
    private final TargetUri target;
    private final String cacheStatus;
    private final AtomicLong uses = new AtomicLong();
    private volatile Instant lastUse = Instant.EPOCH;

    HotEntry(ReadyAnswer answer, Repeatable repeatable, TargetUri target, String cacheStatus) {
        this.answer = answer;
        this.repeatable = repeatable;
        this.target = target;
        this.cacheStatus = cacheStatus;
    }

    ReadyAnswer answer() {
        return answer;
    }

    Repeatable repeatable() {
        return repeatable;
    }

    TargetUri target() {
        return target;
    }

    String cacheStatus() {
        return cacheStatus;
    }

    /** Returns whether this is the first use since they were taken. */
    boolean noteUse(Instant now) {
        lastUse = now;
        return uses.getAndIncrement() == 0;
    }

    long takeUses() {
        return uses.getAndSet(0);
    }

    Instant lastUse() {
        return lastUse;
    }
}
