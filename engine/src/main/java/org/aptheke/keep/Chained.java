package org.aptheke.keep;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.aptheke.jobs.Step;

/** Steps of several kinds, one kind after another. */
final class Chained implements Iterator<Step> {
    private final Iterator<Iterator<Step>> kinds;
    private Iterator<Step> current = List.<Step>of().iterator();

    Chained(List<Iterator<Step>> kinds) {
        this.kinds = kinds.iterator();
    }

    @Override
    public boolean hasNext() {
        while (!current.hasNext() && kinds.hasNext()) {
            current = kinds.next();
        }
        return current.hasNext();
    }

    @Override
    public Step next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return current.next();
    }
}
