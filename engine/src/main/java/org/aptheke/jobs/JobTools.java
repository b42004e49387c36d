package org.aptheke.jobs;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.aptheke.events.EventSink;
import org.aptheke.store.JobBook;

/**
 * What runs share.
 *
 * @param answers how many answers clients got so far
 */
record JobTools(
        JobBook book, Turns turns, RunTally tally, LongSupplier answers, InstantSource clock, EventSink events) {
    /** While clients ask, a job works a fifth of the time. */
    static final int REST_PER_WORK = 4;

    static final int KEPT_RUNS = 50;
}
