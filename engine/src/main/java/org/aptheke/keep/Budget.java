package org.aptheke.keep;

import java.util.OptionalLong;

/**
 * How much may be stored, and when room is made.
 *
 * @param bytes never more than this; empty where only the disk is the limit
 * @param highMark the part of it above which room is made
 * @param lowMark the part of it that is left then
 * @param keepFree bytes of the disk that are left to others: room is also made when less is free
 */
public record Budget(OptionalLong bytes, double highMark, double lowMark, long keepFree) {
    /** Room is made while there is still some left, that nothing is refused meanwhile. */
    private static final double MARGIN = 1.5;

    public Budget {
        if (!(0 < lowMark && lowMark <= highMark && highMark <= 1)) {
            throw new IllegalArgumentException("0 < low mark <= high mark <= 1, not " + lowMark + ", " + highMark);
        }
    }

    /** Where room is to be made. */
    public long mark() {
        return bytes.isPresent() ? (long) (bytes.getAsLong() * highMark) : Long.MAX_VALUE;
    }

    /** How many bytes are to go now; 0 when there is room. */
    long excess(long used, long usable) {
        long ofBudget = bytes.isPresent() && used > mark() ? used - (long) (bytes.getAsLong() * lowMark) : 0;
        return Math.max(ofBudget, excessOfDisk(used, usable));
    }

    /** Where others have filled the disk, the little that the store could give would not help. */
    private long excessOfDisk(long used, long usable) {
        long needed = (long) (keepFree * MARGIN) - usable;
        if (needed <= 0 || needed > used * (1 - lowMark)) {
            return 0;
        }
        // As the low mark leaves a part of the budget, so here a part of what could be stored is left.
        long all = used + Math.max(0, usable - keepFree);
        return Math.max(needed, used - (long) (all * lowMark));
    }

    /** Whether it matters how much is stored. */
    boolean needsCount(long usable) {
        return bytes.isPresent() || usable < keepFree * MARGIN;
    }
}
