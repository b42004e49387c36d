package org.aptheke.cache;

import java.time.Duration;

/**
 * The operator's part of freshness.
 *
 * @param checkAfter what a client's {@code max-age=0} means: a response that was validated more recently is good enough
 * @param notFound how long a 404 or 410 is remembered at most
 * @param immutableByName freshness of package files without a promise by an index, unless their origin says less
 */
public record FreshnessPolicy(Duration checkAfter, Duration notFound, Duration immutableByName) {
    public static final FreshnessPolicy DEFAULT =
            new FreshnessPolicy(Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofDays(1));
}
