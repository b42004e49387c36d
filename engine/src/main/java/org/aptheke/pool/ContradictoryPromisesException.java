package org.aptheke.pool;

import org.aptheke.repo.Expectation;

/** An index promises a file twice, and no content can keep both promises. */
public final class ContradictoryPromisesException extends PoolIndexRefusedException {
    private static final long serialVersionUID = 1;

    private final String path;
    private final transient Expectation first;
    private final transient Expectation second;

    ContradictoryPromisesException(String path, Expectation first, Expectation second) {
        super(path + ": promised as " + first + " and as " + second);
        this.path = path;
        this.first = first;
        this.second = second;
    }

    public String path() {
        return path;
    }

    public Expectation first() {
        return first;
    }

    public Expectation second() {
        return second;
    }
}
