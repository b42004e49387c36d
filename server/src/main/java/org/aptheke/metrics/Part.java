package org.aptheke.metrics;

import java.io.IOException;

/** Metrics of one subject. Safe for use by many threads. */
interface Part {
    /** Writes them as they are now. */
    void write(Page page) throws IOException;
}
