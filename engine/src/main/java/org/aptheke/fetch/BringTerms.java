package org.aptheke.fetch;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.aptheke.origin.BandwidthLimit;

/**
 * On which terms a content is brought for nobody that waits for its bytes. They hold until a client waits for it too.
 *
 * @param rate how fast, beside what limits all fetches
 * @param wanted asked while it comes: when it is wanted no more, it ends soon, and what has come is kept to go on from
 */
public record BringTerms(BandwidthLimit rate, BooleanSupplier wanted) {
    /** As fast as it comes, and to its end. */
    public static final BringTerms USUAL = new BringTerms(BandwidthLimit.UNLIMITED, () -> true);

    boolean isWanted() {
        return wanted.getAsBoolean();
    }

    int piece(int most) {
        return rate.piece(most);
    }

    /** How long to wait before reading on. */
    Duration count(String origin, int bytes) {
        return rate.count(origin, bytes);
    }
}
