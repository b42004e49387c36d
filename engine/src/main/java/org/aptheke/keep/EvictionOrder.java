package org.aptheke.keep;

import java.util.Arrays;

/**
 * Which contents go first when there is no room: those that a release named once and none does now, the longest unused
 * first; then those that nobody used since they came, the oldest first; then those that were used least for their time in
 * the store and for the room they take (decision 052). Never those that are pinned, or that say what is named. Used by one
 * thread.
 */
public final class EvictionOrder {
    private static final int NUMBER_BITS = 30;
    private static final long NUMBER_MASK = (1L << NUMBER_BITS) - 1;
    private static final int CLASS_SHIFT = 61;
    private static final double HOUR_MILLIS = 3_600_000;

    private final ContentTable table;
    private final long now;

    /** Where in the order a content is: of these the lower go first. */
    enum Rank {
        SUPERSEDED(0),
        NEVER_REUSED(1),
        USED(2);

        private final long turn;

        Rank(long turn) {
            this.turn = turn;
        }
    }

    EvictionOrder(ContentTable table, long nowMillis) {
        this.table = table;
        this.now = nowMillis;
    }

    /** The numbers of all that may go, in order. */
    int[] numbers() {
        var keys = new long[table.count()];
        int count = 0;
        for (int number = 0; number < table.count(); number++) {
            if (mayGo(number)) {
                // A float that is not negative is ordered as its bits are.
                long value = Float.floatToRawIntBits((float) value(number));
                keys[count++] = rank(number).turn << CLASS_SHIFT | value << NUMBER_BITS | number;
            }
        }
        Arrays.sort(keys, 0, count);
        var numbers = new int[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (int) (keys[i] & NUMBER_MASK);
        }
        return numbers;
    }

    private boolean mayGo(int number) {
        return table.has(number, ContentTable.STORED)
                && table.size(number) > 0
                && !table.has(number, ContentTable.PINNED | ContentTable.ESSENTIAL);
    }

    Rank rank(int number) {
        boolean superseded = table.has(number, ContentTable.OF_AN_ARCHIVE)
                && !table.has(number, ContentTable.NAMED | ContentTable.IN_DOUBT);
        if (superseded || !table.has(number, ContentTable.ENTERED)) {
            return Rank.SUPERSEDED;
        }
        return table.uses(number) == 0 ? Rank.NEVER_REUSED : Rank.USED;
    }

    private double value(int number) {
        return switch (rank(number)) {
            case SUPERSEDED, NEVER_REUSED -> Math.max(0, table.lastUse(number) / 1_000.0);
            case USED ->
                worth(
                        table.uses(number),
                        hours(table.lastUse(number)),
                        hours(table.storedAt(number)),
                        table.size(number));
        };
    }

    private double hours(long millis) {
        return Math.max(0, now - millis) / HOUR_MILLIS;
    }

    /**
     * What a content is worth for its room: how often it is used while it is there, how lately, and how little it takes; the
     * root of the size stands between the number of hits, which would have the size itself, and the bytes that need not be
     * fetched again, which would have none.
     *
     * @param uses how often it was used
     * @param sinceUse hours since it was last used
     * @param sinceStored hours since it was stored
     */
    public static double worth(long uses, double sinceUse, double sinceStored, long size) {
        return (uses + 1) / ((1 + sinceStored) * (1 + sinceUse) * Math.sqrt((double) Math.max(1, size)));
    }
}
