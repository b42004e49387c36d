package org.aptheke.pool;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.aptheke.repo.Expectation;

/**
 * Several indexes as one: those of a generation, or of all generations in use. The first that promises a path is right.
 * Immutable; safe for use by many threads.
 */
public final class PoolLookup {
    private final List<PoolIndex> indexes;

    public PoolLookup(List<PoolIndex> indexes) {
        this.indexes = List.copyOf(indexes);
    }

    /** The indexes, in the order in which they are asked. */
    public List<PoolIndex> indexes() {
        return indexes;
    }

    /** As {@link PoolIndex#find(String)}. */
    public Optional<Expectation> find(String path) throws IOException {
        var match = new PoolMatch();
        return find(path, match) ? Optional.of(match.promise()) : Optional.empty();
    }

    /** As {@link PoolIndex#find(CharSequence, PoolMatch)}. */
    public boolean find(CharSequence path, PoolMatch match) throws IOException {
        if (!match.begin(path)) {
            return false;
        }
        // Not for each: that would allocate.
        for (int i = 0; i < indexes.size(); i++) {
            if (indexes.get(i).find(match)) {
                return true;
            }
        }
        return false;
    }
}
