package org.aptheke.console;

import org.aptheke.jobs.Progress;

/**
 * How far something is: a bar, and words beside it.
 *
 * @param value of 1000
 * @param known whether it is known how much there is to do
 * @param left,right what stands at its ends
 */
record Bar(int value, boolean known, String left, String right) {
    private static final int WHOLE = 1000;

    static Bar of(long part, long whole, String left, String right) {
        boolean known = whole > 0;
        return new Bar(known ? (int) Math.clamp(part * (double) WHOLE / whole, 0, WHOLE) : 0, known, left, right);
    }

    /** By bytes where they are what takes the time, else by pieces. */
    static Bar of(Progress progress) {
        boolean byBytes = progress.totalBytes() > 0;
        String pieces = progress.totalCount() > 0
                ? Figures.count(progress.count()) + " of " + Figures.count(progress.totalCount())
                : "";
        String bytes = byBytes
                ? Figures.bytes(progress.bytes()) + " of " + Figures.bytes(progress.totalBytes())
                : progress.doing();
        return byBytes
                ? of(progress.bytes(), progress.totalBytes(), pieces, bytes)
                : of(progress.count(), progress.totalCount(), pieces, bytes);
    }

    /** In percent, for who does not see it. */
    String percent() {
        return value / 10 + " %";
    }
}
