package org.aptheke.suite;

import java.util.concurrent.atomic.LongAdder;

/** What was done for suites since the start; for metrics and tests. Safe for use by many threads. */
public final class SuiteCounters {
    private final LongAdder checks = new LongAdder();
    private final LongAdder adoptions = new LongAdder();

    SuiteCounters() {}

    /** Checks with origins that have ended, however they did. */
    public LongAdder checks() {
        return checks;
    }

    /** New generations that became current. */
    public LongAdder adoptions() {
        return adoptions;
    }
}
