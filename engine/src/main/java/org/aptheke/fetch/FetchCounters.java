package org.aptheke.fetch;

import java.util.concurrent.atomic.LongAdder;

/** What fetches have done since the start; for metrics and tests. Safe for use by many threads. */
public final class FetchCounters {
    private final LongAdder begun = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder mismatches = new LongAdder();
    private final LongAdder turnedAway = new LongAdder();
    private final LongAdder notStored = new LongAdder();

    FetchCounters() {}

    /** Fetches that got a place among the running. */
    public LongAdder begun() {
        return begun;
    }

    /** Those of them that ended with a failure; an origin's refusal is none. */
    public LongAdder failed() {
        return failed;
    }

    /** Times that an origin was asked once more because a connection broke or a source failed. */
    public LongAdder retries() {
        return retries;
    }

    /** Contents that were not what had been promised; each time that one came. */
    public LongAdder mismatches() {
        return mismatches;
    }

    /** Fetches that got no place because too many ran or waited. */
    public LongAdder turnedAway() {
        return turnedAway;
    }

    /** Times that the store took no content, for lack of room or because it failed. */
    public LongAdder notStored() {
        return notStored;
    }
}
