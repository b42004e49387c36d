package org.aptheke.upstream;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** What was asked of origins, parents and mirrors since the start; for metrics and tests. Safe for use by many threads. */
public final class OriginCounters {
    private static final int CLASSES = 6;

    private final AtomicLongArray answers = new AtomicLongArray(CLASSES);
    private final LongAdder unanswered = new LongAdder();
    private final LongAdder brokenOff = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder open = new LongAdder();

    /** Responses whose status begins with that digit, from 1 to 5. */
    public long answers(int firstDigit) {
        return answers.get(firstDigit);
    }

    /** Requests to which no final response came. */
    public LongAdder unanswered() {
        return unanswered;
    }

    /** Responses whose content did not come to its end because the connection, the framing or the patience did. */
    public LongAdder brokenOff() {
        return brokenOff;
    }

    /** Bytes of content that came. */
    public LongAdder bytes() {
        return bytes;
    }

    /** Responses that are being read. */
    public LongAdder open() {
        return open;
    }

    void answered(int status) {
        answers.incrementAndGet(Math.clamp(status / 100, 0, CLASSES - 1));
    }
}
