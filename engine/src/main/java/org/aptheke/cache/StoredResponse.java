package org.aptheke.cache;

import java.time.Instant;
import org.aptheke.digest.Digest;
import org.aptheke.http.Fields;

/**
 * A complete response in the store (RFC 9111, 3). Immutable; a validation makes a new one.
 *
 * @param selecting the request fields that the response's {@code Vary} names, with the values they had (RFC 9111, 4.1);
 *     empty when it varies on nothing
 * @param fields as stored: without those that RFC 9111, 3.1 excludes
 * @param digest of the content; {@link Digest#EMPTY} and size 0 when there was none
 * @param requestedAt when the request was sent that this response, or its last validation, answered
 * @param receivedAt when that answer came
 * @param storedAt when this content was first stored under this key
 * @param authorized whether the request had {@code Authorization}: its content is then never found by what it is, only
 *     under its key and by the rules of RFC 9111, 3.5
 */
public record StoredResponse(
        CacheKey key,
        Fields selecting,
        int status,
        Fields fields,
        Digest digest,
        long size,
        Instant requestedAt,
        Instant receivedAt,
        Instant storedAt,
        boolean authorized) {
    /** Whether it may be used where its content is wanted, whatever its key. */
    public boolean isFoundByContent() {
        return status == 200 && !authorized;
    }

    /** The same content under another key, for all who ask for that, whatever else their requests say. */
    public StoredResponse under(CacheKey other) {
        return new StoredResponse(
                other, Fields.EMPTY, status, fields, digest, size, requestedAt, receivedAt, storedAt, authorized);
    }
}
