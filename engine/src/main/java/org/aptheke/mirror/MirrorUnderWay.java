package org.aptheke.mirror;

import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.aptheke.digest.Checksum;
import org.aptheke.fetch.DigestMismatchException;
import org.aptheke.origin.BandwidthLimit;
import org.aptheke.origin.RateSchedule;

/** One mirror while a run is at it: what of its budget is left, and whether it may go on. Used by the thread of a run. */
final class MirrorUnderWay {
    /** Where so many in a row cannot be had, all that follow could not either. */
    private static final int MOST_FAILURES = 20;

    private final MirrorRules rules;
    private final boolean anyTime;
    private final InstantSource clock;
    private final BandwidthLimit rate;
    private final Set<Checksum> included = new HashSet<>();
    private long budgetLeft;
    private int failuresInARow;
    private String lastFailure = "";

    /** @param anyTime whether its hours do not count */
    MirrorUnderWay(MirrorRules rules, boolean anyTime, InstantSource clock) {
        this.rules = rules;
        this.anyTime = anyTime;
        this.clock = clock;
        this.budgetLeft = rules.budgetBytes().orElse(Long.MAX_VALUE);
        this.rate = rules.bytesPerSecond() == 0
                ? BandwidthLimit.UNLIMITED
                : new BandwidthLimit(
                        RateSchedule.of(rules.bytesPerSecond()), RateSchedule.UNLIMITED, clock, ZoneId.of("UTC"));
    }

    MirrorRules rules() {
        return rules;
    }

    BandwidthLimit rate() {
        return rate;
    }

    /** Whether a content is counted already; several suites may name it. */
    boolean includes(Checksum content) {
        return included.contains(content);
    }

    /** Counts a content; false when it is counted already. */
    boolean include(Checksum content) {
        return included.add(content);
    }

    /** Takes so much of the budget; false when there is less left. */
    boolean affords(long bytes) {
        boolean enough = bytes <= budgetLeft;
        budgetLeft -= enough ? bytes : 0;
        return enough;
    }

    /** Takes it in any case: what is left may be nothing then. */
    void spend(long bytes) {
        budgetLeft = Math.max(0, budgetLeft - bytes);
    }

    void wentWell() {
        failuresInARow = 0;
    }

    /** A wrong content says nothing of those that follow. */
    void failed(IOException cause) {
        failuresInARow = cause instanceof DigestMismatchException ? 0 : failuresInARow + 1;
        lastFailure = String.valueOf(cause.getMessage());
    }

    boolean isAtItsHours() {
        return anyTime
                || rules.hours().map(hours -> hours.contain(clock.instant())).orElse(true);
    }

    /** Why it has to stop for this time; empty when it may go on. */
    Optional<String> trouble() {
        return failuresInARow < MOST_FAILURES
                ? Optional.empty()
                : Optional.of(MOST_FAILURES + " files in a row could not be had, the last because of: " + lastFailure);
    }
}
