package org.aptheke.fetch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Why promised contents could not be had a moment ago, so that many who ask for what no source has do not become a storm
 * on the sources. Only what each of them said clearly is remembered: that it has no such file, or a wrong one. Thread-safe.
 */
final class RecentSetbacks {
    private static final int MAX_BYTES = 4 << 20;
    private static final int BYTES_PER_ENTRY = 1024;

    private final Cache<FetchPlan.Identity, Noted> noted = Caffeine.newBuilder()
            .maximumWeight(MAX_BYTES)
            .weigher((FetchPlan.Identity identity, Noted setback) -> BYTES_PER_ENTRY + bytes(setback.setback()))
            .executor(Runnable::run)
            .build();

    private final Duration remembered;

    RecentSetbacks(Duration remembered) {
        this.remembered = remembered;
    }

    private record Noted(Setbacks.Setback setback, Instant until) {}

    private static int bytes(Setbacks.Setback setback) {
        return setback instanceof Setbacks.Setback.Refused(var refusal)
                ? refusal.content().remaining()
                : 0;
    }

    void note(FetchPlan.Identity identity, Setbacks.Setback setback, Instant now) {
        if (isClear(setback)) {
            noted.put(identity, new Noted(setback, now.plus(remembered)));
        }
    }

    private static boolean isClear(Setbacks.Setback setback) {
        return switch (setback) {
            case Setbacks.Setback.Mismatch _ -> true;
            case Setbacks.Setback.Failure _ -> false;
            case Setbacks.Setback.Refused(var refusal) -> refusal.status() == 404 || refusal.status() == 410;
        };
    }

    Optional<Setbacks.Setback> find(FetchPlan.Identity identity, Instant now) {
        return Optional.ofNullable(noted.getIfPresent(identity))
                .filter(found -> now.isBefore(found.until()))
                .map(Noted::setback);
    }
}
