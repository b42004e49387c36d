package org.aptheke.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.cache.CacheKey;
import org.aptheke.store.ContentCensus.NamedContent;

/**
 * Looks for stored responses, for people, in the order of the names of their files: what follows the last slash of the key.
 * What waits to be written is seen a moment later. Safe for use by many threads.
 */
public interface FileSearch extends Closeable {
    /**
     * What is looked for.
     *
     * @param beginning of the name of the file; empty for all
     * @param part of the key, in whatever case; empty for all
     * @param after go on behind this key, which a page before this one has said
     * @param limit so many keys
     */
    record Wanted(String beginning, String part, Optional<CacheKey> after, int limit) {}

    /**
     * Some of what was found.
     *
     * @param next where to go on; empty when this is all. Where only few keys have the part that is looked for, a page may
     *     have less than the limit although there is more: no page takes long
     */
    record Page(List<NamedContent> found, Optional<CacheKey> next) {
        public Page {
            found = List.copyOf(found);
        }
    }

    Page search(Wanted wanted) throws IOException;

    /** How many responses there are with that beginning; empty when it is more than so many. */
    OptionalLong count(String beginning, int most) throws IOException;

    /** All with this key. */
    List<NamedContent> withKey(CacheKey key) throws IOException;

    /** Some with contents whose digest begins with these octets in hexadecimal, two digits at least and an even number. */
    List<NamedContent> withDigest(String beginning, int limit) throws IOException;

    @Override
    void close() throws IOException;
}
