package org.aptheke.cache;

import java.time.Duration;
import org.aptheke.http.Fields;

/** What the cache decided to do with one request (RFC 9111, section 4). */
public sealed interface Decision {
    /**
     * Answer from the store; the origin is not asked first.
     *
     * @param fresh whether it was served within its freshness lifetime
     * @param validateAlso stale-while-revalidate: ask the origin in the background (RFC 5861, 3)
     */
    record Serve(StoredResponse stored, Duration age, boolean fresh, boolean validateAlso) implements Decision {}

    /**
     * Ask the origin whether the stored response still holds.
     *
     * @param conditional the fields that make the request conditional ({@code If-None-Match}, {@code If-Modified-Since})
     * @param reason why it may not be served as it is
     */
    record Validate(StoredResponse stored, Fields conditional, ForwardReason reason) implements Decision {}

    /** Nothing stored can be used, for the reason RFC 9211 names. */
    record Forward(ForwardReason reason) implements Decision {}

    /** Nothing stored can be used and the client forbade asking ({@code only-if-cached}): 504. */
    record Unsatisfiable() implements Decision {}
}
