package org.aptheke.intake;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;

/** Walks over what another walk finds, turned into something else or left out. Used by one thread. */
final class Mapped<A, B> implements Iterator<B> {
    private final Iterator<A> inner;
    private final Function<A, Optional<B>> mapping;
    private Optional<B> next = Optional.empty();

    Mapped(Iterator<A> inner, Function<A, Optional<B>> mapping) {
        this.inner = inner;
        this.mapping = mapping;
    }

    @Override
    public boolean hasNext() {
        while (next.isEmpty() && inner.hasNext()) {
            next = mapping.apply(inner.next());
        }
        return next.isPresent();
    }

    @Override
    public B next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        var found = next.orElseThrow();
        next = Optional.empty();
        return found;
    }
}
