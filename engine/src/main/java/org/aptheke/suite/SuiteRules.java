package org.aptheke.suite;

import java.time.Duration;

/**
 * The operator's part of how suites are kept.
 *
 * @param checkAfter a release file that was checked less than this long ago is good enough
 * @param adoptWait how long a client waits for the generation that its own check has found
 * @param refreshAfter suites in use are checked this often without being asked
 * @param inUse a suite that nobody asked for during this time is not checked by itself, and a member that nobody used
 *     is not fetched ahead
 * @param giveUpAfter how long a release whose members do not fit is put off before what fits of it is adopted
 * @param staleBeyondValidUntil whether a release whose {@code Valid-Until} has passed is served while its origin is away
 */
public record SuiteRules(
        Duration checkAfter,
        Duration adoptWait,
        Duration refreshAfter,
        Duration inUse,
        Duration giveUpAfter,
        boolean staleBeyondValidUntil) {
    public static final SuiteRules DEFAULT = new SuiteRules(
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Duration.ofMinutes(30),
            Duration.ofDays(14),
            Duration.ofHours(6),
            false);
}
