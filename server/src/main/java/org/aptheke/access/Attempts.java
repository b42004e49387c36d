package org.aptheke.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Counts what failed, by name or by address: so many within a while, which begins with the first, and no more until it is
 * over. Safe for use by many threads.
 */
final class Attempts {
    /** Who makes names up is held by the limit for the address first. */
    private static final int MOST_KEYS = 10_000;

    private final int most;
    private final Duration within;
    private final InstantSource clock;
    private final Cache<Object, Count> counts =
            Caffeine.newBuilder().maximumSize(MOST_KEYS).executor(Runnable::run).build();

    Attempts(int most, Duration within, InstantSource clock) {
        this.most = most;
        this.within = within;
        this.clock = clock;
    }

    /** Counts an attempt before its end is known; how long to wait, when it is one too many. */
    Optional<Duration> begin(Object key) {
        return counts.get(key, _ -> new Count()).begin(clock.instant(), within, most);
    }

    /** The attempt that was counted has not failed. */
    void takeBack(Object key) {
        var count = counts.getIfPresent(key);
        if (count != null) {
            count.takeBack();
        }
    }

    private static final class Count {
        @GuardedBy("this")
        private Instant since = Instant.MIN;

        @GuardedBy("this")
        private int count;

        synchronized Optional<Duration> begin(Instant now, Duration within, int most) {
            var end = count == 0 ? now : since.plus(within);
            if (!now.isBefore(end)) {
                since = now;
                count = 0;
            } else if (count >= most) {
                return Optional.of(Duration.between(now, end));
            }
            count++;
            return Optional.empty();
        }

        synchronized void takeBack() {
            count = Math.max(0, count - 1);
        }
    }
}
