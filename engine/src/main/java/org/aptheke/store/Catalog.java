package org.aptheke.store;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aptheke.cache.CacheKey;
import org.aptheke.cache.StoredPart;
import org.aptheke.cache.StoredResponse;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.Digest;

/**
 * Which responses are stored under which keys. What one thread has put, every thread finds at once; it is durable a
 * moment later ({@link #flush}). Safe for use by many threads. Other nodes may change the same rows at any time.
 * Instants are kept to the millisecond.
 */
public interface Catalog extends Closeable {
    /** All complete responses under a key, those with other {@code Vary} selections too; latest received first. */
    List<StoredResponse> find(CacheKey key) throws IOException;

    /**
     * A complete response with this content, whatever its key: the latest received of a few, where there are many. Only
     * of those with status 200 that were not stored for a request with {@code Authorization}, and that anybody may have
     * or whoever may use that credential.
     *
     * @param credential as {@link CacheKey#credential}, of who asks
     */
    Optional<StoredResponse> findByDigest(Digest content, Optional<String> credential) throws IOException;

    /**
     * The content with this checksum, as far as it was noted; one of SHA-256 names the content itself. That a content is
     * known does not mean that it is still stored.
     */
    Optional<Digest> findByChecksum(Checksum checksum) throws IOException;

    /** Notes a checksum of a content. A hint: it may be lost while the backend fails. */
    void noteChecksum(Checksum checksum, Digest content) throws IOException;

    /** All incomplete ones. */
    List<StoredPart> findParts(CacheKey key) throws IOException;

    /**
     * Stores it instead of the one with the same key and selection.
     *
     * @throws IOException when it is not stored: the backend fails and no more can wait in memory
     */
    void put(StoredResponse response) throws IOException;

    /** Stores it instead of the part with the same key and selection. */
    void putPart(StoredPart part) throws IOException;

    /** Removes the one with the same key, selection and digest: what replaced it meanwhile stays. */
    void remove(StoredResponse response) throws IOException;

    /** Removes the part with the same key, selection and partial file. */
    void removePart(StoredPart part) throws IOException;

    /** All parts, for the start: few. */
    List<StoredPart> parts() throws IOException;

    /** Notes uses since the last call; how many per key, and when the last was. Never called per hit. */
    void noteUses(Map<CacheKey, Uses> uses) throws IOException;

    /** How often and when last. */
    record Uses(long count, Instant last) {}

    /** The first keys, in order, that start with the prefix and have a response: for tests, status and jobs. */
    Collection<CacheKey> keys(String prefix, int limit) throws IOException;

    /**
     * The first keys, in order, that start with the prefix and were used since then, as far as uses were noted; what was
     * stored counts as used at that time. What is not written yet may be left out.
     */
    Collection<CacheKey> usedSince(String prefix, Instant since, int limit) throws IOException;

    /**
     * Waits until everything put so far is durable.
     *
     * @throws IOException when the backend fails now; what was put stays visible and is tried again
     */
    void flush() throws IOException;

    @Override
    void close() throws IOException;
}
