package org.aptheke.keep;

import java.time.Duration;
import java.util.Set;
import org.aptheke.suite.SuiteId;

/**
 * What the operator wants kept, and how long.
 *
 * @param keepUnnamed what no generation in use names, since its last use
 * @param keepUnused what one names, but that is not among the newest of its package, since its last use
 * @param newest how many versions of a package stay in any case while a generation in use names them
 * @param keepIdleSuite the generations of a suite, since a client asked for it
 * @param mirrored suites that are kept though nobody asks for them
 */
public record ExpireRules(
        Duration keepUnnamed, Duration keepUnused, int newest, Duration keepIdleSuite, Set<SuiteId> mirrored) {
    public static final ExpireRules DEFAULT =
            new ExpireRules(Duration.ofDays(30), Duration.ofDays(90), 1, Duration.ofDays(90), Set.of());

    public ExpireRules {
        mirrored = Set.copyOf(mirrored);
    }
}
