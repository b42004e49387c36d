package org.aptheke.pool;

/**
 * How much pool indexes may take.
 *
 * @param mapped files mapped at the same time; one used the longest time ago is unmapped, and mapped again when needed
 * @param entries of one index; building takes 8 to 24 bytes of memory for each
 * @param bytes of one file
 * @param builds at the same time
 */
public record PoolLimits(int mapped, int entries, long bytes, int builds) {
    public static final PoolLimits DEFAULT = new PoolLimits(1024, 4_000_000, 1L << 30, 2);

    /** The table is an array while it is built. */
    private static final int MOST_ENTRIES = 1 << 29;

    /** Positions in a file have 32 bits. */
    private static final long MOST_BYTES = (1L << 32) - 1;

    public PoolLimits {
        require("mapped", mapped, Integer.MAX_VALUE);
        require("entries", entries, MOST_ENTRIES);
        require("bytes", bytes, MOST_BYTES);
        require("builds", builds, Integer.MAX_VALUE);
    }

    private static void require(String name, long value, long most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(name + " from 1 to " + most + ", not " + value);
        }
    }
}
