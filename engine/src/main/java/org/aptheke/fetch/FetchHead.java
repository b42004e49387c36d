package org.aptheke.fetch;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.aptheke.cache.Selection;
import org.aptheke.http.Fields;
import org.aptheke.http.Interim;
import org.aptheke.http.Request;

/**
 * The header section that a fetch brought, and what may be done with it.
 *
 * @param fields end-to-end fields as the origin sent them
 * @param first position of the content's first byte in the whole representation: 0 unless it is a range
 * @param length of the content, when known
 * @param stored whether it is being stored
 * @param shareable whether readers other than the first may use it at all
 * @param leader the request it answers, for {@code Vary}
 * @param peer the address that answered
 * @param interims what came before it
 */
public record FetchHead(
        int status,
        Fields fields,
        long first,
        OptionalLong length,
        boolean stored,
        boolean shareable,
        Request leader,
        String peer,
        Instant requestedAt,
        Instant receivedAt,
        List<Interim> interims) {
    public FetchHead {
        interims = List.copyOf(interims);
    }

    FetchHead(
            int status,
            Fields fields,
            long first,
            OptionalLong length,
            boolean stored,
            boolean shareable,
            Request leader,
            String peer,
            Instant requestedAt,
            Instant receivedAt) {
        this(status, fields, first, length, stored, shareable, leader, peer, requestedAt, receivedAt, List.of());
    }

    /** Whether a request that joined may be answered with it (RFC 9111, 4.1). */
    boolean answers(Request request) {
        return shareable && Selection.of(fields, request.fields()).equals(Selection.of(fields, leader.fields()));
    }
}
