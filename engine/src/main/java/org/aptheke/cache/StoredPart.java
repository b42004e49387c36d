package org.aptheke.cache;

import java.time.Instant;
import java.util.OptionalLong;
import org.aptheke.http.Fields;

/**
 * An incomplete response in the store (RFC 9111, 3.3): one contiguous range of a representation with a strong
 * validator. Immutable.
 *
 * @param fields of the response it came with, as for status 200: without {@code Content-Range} and
 *     {@code Content-Length}
 * @param partial names the file in the store
 * @param first position of the first byte that is there
 * @param end position after the last byte that is there; for a fetch that was cut off by a crash the file knows better
 * @param completeLength of the whole representation, when known
 */
public record StoredPart(
        CacheKey key,
        Fields selecting,
        Fields fields,
        String partial,
        long first,
        long end,
        OptionalLong completeLength,
        Instant requestedAt,
        Instant receivedAt) {}
