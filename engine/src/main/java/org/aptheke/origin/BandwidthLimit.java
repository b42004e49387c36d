package org.aptheke.origin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How fast content may come from origins, in all and from each. It only counts and says how long to wait; whoever reads
 * waits. Safe for use by many threads.
 */
public final class BandwidthLimit {
    public static final BandwidthLimit UNLIMITED = new BandwidthLimit(
            RateSchedule.UNLIMITED,
            RateSchedule.UNLIMITED,
            InstantSource.fixed(Instant.EPOCH),
            ZoneId.of("UTC"),
            () -> 0);

    /** Pieces are so small that about this many make a second: a slow line then flows instead of stuttering. */
    private static final int PIECES_PER_SECOND = 8;

    private static final int SMALLEST_PIECE = 1024;
    private static final int MANY_ORIGINS = 1024;

    private final RateSchedule total;
    private final RateSchedule perOrigin;
    private final InstantSource clock;
    private final ZoneId zone;
    private final LongSupplier nanoTime;
    private final boolean unlimited;
    private final TokenBucket all;
    private final ConcurrentHashMap<String, TokenBucket> origins = new ConcurrentHashMap<>();

    /** A limit in the time of that zone. */
    public BandwidthLimit(RateSchedule total, RateSchedule perOrigin, InstantSource clock, ZoneId zone) {
        this(total, perOrigin, clock, zone, System::nanoTime);
    }

    /** For tests: durations are measured with {@code nanoTime}. */
    BandwidthLimit(
            RateSchedule total, RateSchedule perOrigin, InstantSource clock, ZoneId zone, LongSupplier nanoTime) {
        this.total = total;
        this.perOrigin = perOrigin;
        this.clock = clock;
        this.zone = zone;
        this.nanoTime = nanoTime;
        this.unlimited = total.isUnlimited() && perOrigin.isUnlimited();
        this.all = new TokenBucket(nanoTime);
    }

    /** How many bytes to read at most in one go, not more than {@code wanted}. */
    public int piece(int wanted) {
        if (unlimited) {
            return wanted;
        }
        LocalTime time = time();
        return Math.min(piece(wanted, total.at(time)), piece(wanted, perOrigin.at(time)));
    }

    /**
     * Counts bytes that have come.
     *
     * @param origin its authority
     * @return how long to wait before reading on
     */
    public Duration count(String origin, int bytes) {
        if (unlimited || bytes <= 0) {
            return Duration.ZERO;
        }
        LocalTime time = time();
        long rate = perOrigin.at(time);
        long wait = all.take(bytes, total.at(time));
        if (rate > 0) {
            wait = Math.max(wait, bucket(origin).take(bytes, rate));
        }
        return Duration.ofNanos(wait);
    }

    /** For tests: how many origins are kept in mind. */
    int knownOrigins() {
        return origins.size();
    }

    private TokenBucket bucket(String origin) {
        if (origins.size() > MANY_ORIGINS) {
            origins.values().removeIf(TokenBucket::isIdle);
        }
        return origins.computeIfAbsent(origin, name -> new TokenBucket(nanoTime));
    }

    private LocalTime time() {
        return LocalTime.ofInstant(clock.instant(), zone);
    }

    private static int piece(int wanted, long rate) {
        return rate == 0 ? wanted : (int) Math.min(wanted, Math.max(SMALLEST_PIECE, rate / PIECES_PER_SECOND));
    }
}
