package org.aptheke.fetch;

import java.time.Duration;

/**
 * What bounds fetches.
 *
 * @param perOrigin fetches that run at once for one authority
 * @param total fetches that run at once
 * @param waiting fetches that may wait for their turn; more are refused
 * @param turn how long one waits for its turn before it is refused
 * @param retries how often in a row a fetch may fail without any progress and still go on
 * @param backoff pause before the first retry; doubles up to 16 times this
 * @param smallBytes contents up to this size are complete before a reader sees any of them …
 * @param smallHold … but a reader never waits longer than this for that, unless the content is promised. Of a promised
 *     content the last {@code smallBytes} are held back until it is found to be as promised
 * @param finishBytes a fetch that no reader waits for is finished when at most this much is missing
 * @param remembered how long it is remembered that no source has what is promised, or that all have it wrong
 */
public record FetchLimits(
        int perOrigin,
        int total,
        int waiting,
        Duration turn,
        int retries,
        Duration backoff,
        int smallBytes,
        Duration smallHold,
        long finishBytes,
        Duration remembered) {
    public static final FetchLimits DEFAULT = new FetchLimits(
            8,
            64,
            1024,
            Duration.ofSeconds(20),
            5,
            Duration.ofMillis(100),
            64 * 1024,
            Duration.ofSeconds(2),
            16L << 20,
            Duration.ofSeconds(10));
}
