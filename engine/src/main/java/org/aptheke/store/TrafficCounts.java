package org.aptheke.store;

/**
 * What clients asked for and got in some time. Answers of this program's own are requests too, but neither hits nor
 * misses.
 *
 * @param hits answered from the store without an origin
 * @param validated answered from the store after an origin said that it still holds
 * @param joined answered with what was being fetched for another
 * @param misses answered with what an origin sent for this request
 * @param refused answered with a status from 400 to 499
 * @param failed answered with a status from 500 on, or broken off
 * @param bytes of content that were sent
 * @param savedBytes of those the ones that no origin had to send for this request: of hits, validated and joined
 */
public record TrafficCounts(
        long requests,
        long hits,
        long validated,
        long joined,
        long misses,
        long refused,
        long failed,
        long bytes,
        long savedBytes) {
    public static final TrafficCounts NONE = new TrafficCounts(0, 0, 0, 0, 0, 0, 0, 0, 0);

    public TrafficCounts plus(TrafficCounts other) {
        return new TrafficCounts(
                requests + other.requests,
                hits + other.hits,
                validated + other.validated,
                joined + other.joined,
                misses + other.misses,
                refused + other.refused,
                failed + other.failed,
                bytes + other.bytes,
                savedBytes + other.savedBytes);
    }

    /** Requests for files of origins. */
    public long asked() {
        return saved() + misses;
    }

    /** Requests that cost no download. */
    public long saved() {
        return hits + validated + joined;
    }
}
