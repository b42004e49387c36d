package org.aptheke.keep;

/**
 * How scrubbing goes.
 *
 * @param runs in so many runs the whole store is read
 * @param bytesPerSecond read at most so fast
 */
public record ScrubRules(int runs, long bytesPerSecond) {
    public static final ScrubRules DEFAULT = new ScrubRules(30, 20 << 20);
}
