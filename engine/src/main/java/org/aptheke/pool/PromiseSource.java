package org.aptheke.pool;

import java.io.IOException;

/** Something that promises files: an index file being read, or a {@link PoolIndex}. */
public interface PromiseSource {
    /**
     * Hands over all promises, one after another. Throws when it cannot tell all of them, also when what it reads turns
     * out not to be the content it should be.
     */
    void writeTo(PromiseSink sink) throws IOException;
}
