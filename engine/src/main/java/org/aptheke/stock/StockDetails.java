package org.aptheke.stock;

import java.util.List;
import org.aptheke.digest.Digest;
import org.aptheke.suite.SuitePromise;

/**
 * All that is known of a stored content.
 *
 * @param names under which it is stored: they share it, and are purged together
 * @param moreNames how many further ones there are
 * @param owners for whom it is pinned
 */
public record StockDetails(Digest content, long size, List<Name> names, long moreNames, List<String> owners) {
    /** A name, and which generations of suites promise what is to be there: perhaps another content. */
    public record Name(StockItem item, List<SuitePromise> promises) {
        public Name {
            promises = List.copyOf(promises);
        }
    }

    public StockDetails {
        names = List.copyOf(names);
        owners = List.copyOf(owners);
    }
}
