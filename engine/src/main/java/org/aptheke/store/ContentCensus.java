package org.aptheke.store;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.StoredResponse;
import org.aptheke.digest.Digest;

/**
 * What the catalogue has written of contents, for jobs; what waits to be written is seen after {@link Catalog#flush}. Safe
 * for use by many threads.
 */
public interface ContentCensus extends Closeable {
    /** Takes one row after another. */
    interface ContentTaker {
        void take(CacheKey key, Digest content, long size, Use use) throws IOException, InterruptedException;
    }

    /** How often a row was used, when last, and when it was stored; instants in milliseconds since 1970. */
    record Use(long count, long lastMillis, long storedMillis) {}

    /** A stored response with its use. */
    record NamedContent(StoredResponse response, Use use) {}

    /** Hands over all rows in the order of their keys; they are read while they are taken. */
    void forEachContent(ContentTaker taker) throws IOException, InterruptedException;

    /** All rows that name a content. */
    List<NamedContent> named(Digest content) throws IOException;

    /** Some rows that name a content and were not used since then: all of them when there are less than the limit. */
    List<NamedContent> namedAndUnused(Digest content, Instant since, int limit) throws IOException;

    @Override
    void close() throws IOException;
}
