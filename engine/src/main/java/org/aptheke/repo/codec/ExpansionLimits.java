package org.aptheke.repo.codec;

/**
 * How far a compressed file may expand.
 *
 * @param maxBytes of what comes out
 * @param maxRatio of what comes out to what went in; looked at after the first MiB, as short texts may well repeat
 * @param maxMemoryBytes that the decoder may take for its window, in the heap or outside
 */
public record ExpansionLimits(long maxBytes, int maxRatio, long maxMemoryBytes) {
    /** The largest preset of {@code xz} takes 65 MiB, the largest of {@code zstd} 128 MiB. */
    public static final ExpansionLimits DEFAULT = new ExpansionLimits(2L << 30, 100, 128L << 20);

    public ExpansionLimits {
        if (maxBytes < 0 || maxRatio < 1 || maxMemoryBytes < 1 << 20) {
            throw new IllegalArgumentException(maxBytes + " bytes, " + maxRatio + ":1, " + maxMemoryBytes);
        }
    }
}
