package org.aptheke.pool;

import java.io.IOException;
import org.aptheke.repo.Expectation;

/** Takes promises one after another, in any order. Used by one thread at a time. */
public interface PromiseSink {
    /**
     * Takes what an index promises of one file.
     *
     * @param path relative to the archive root, as the index writes it, with nothing percent-encoded
     * @throws PoolIndexRefusedException when this promise cannot be kept beside those before it
     */
    void add(String path, Expectation promise) throws IOException;
}
