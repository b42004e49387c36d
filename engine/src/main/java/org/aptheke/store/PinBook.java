package org.aptheke.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.aptheke.digest.Digest;

/**
 * Contents that are kept for somebody, whether clients use them or not: what was imported to stay, or is mirrored. One
 * content may have several owners, and stays as long as it has one. Safe for use by many threads.
 */
public interface PinBook extends Closeable {
    /**
     * Keeps these contents for the owner, beside those that it has already; durable on return. A content need not be
     * stored yet.
     *
     * @param owner a name for people, such as {@code import} or {@code mirror bookworm}
     */
    void pin(String owner, Collection<Digest> contents) throws IOException;

    /** Gives up these contents of the owner. */
    void unpin(String owner, Collection<Digest> contents) throws IOException;

    /** Gives up all contents of the owner but these; what it did not have is not added. */
    void keepOnly(String owner, Set<Digest> contents) throws IOException;

    /** Gives up all contents of the owner. */
    void unpinAll(String owner) throws IOException;

    boolean isPinned(Digest content) throws IOException;

    /** For whom a content is kept, in order of their names. */
    List<String> ownersOf(Digest content) throws IOException;

    /** How many contents each owner has. */
    Map<String, Long> owners() throws IOException;

    /** Hands over all pinned contents, those with several owners more than once. The book waits meanwhile. */
    void forEach(Consumer<Digest> each) throws IOException;

    @Override
    void close() throws IOException;
}
