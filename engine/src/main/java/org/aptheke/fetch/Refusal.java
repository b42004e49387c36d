package org.aptheke.fetch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.OptionalLong;
import org.aptheke.http.Fields;

/**
 * An error that a source answered with, read to its end, so that other sources can be asked before it is passed on.
 *
 * @param content read-only; empty when there was none, or more than is worth keeping
 */
record Refusal(int status, Fields fields, ByteBuffer content, String peer, Instant requestedAt, Instant receivedAt) {
    private static final int MAX_BYTES = 64 * 1024;

    /** Reads the content and closes the response. */
    static Refusal read(Errand.Answered answered) throws IOException {
        try (var response = answered.response()) {
            var buffer = ByteBuffer.allocate(MAX_BYTES + 1);
            boolean more = true;
            while (more && buffer.hasRemaining()) {
                more = response.read(buffer) >= 0;
            }
            var content = more ? ByteBuffer.allocate(0) : buffer.flip();
            var fields = more ? withoutContent(response.fields()) : response.fields();
            return new Refusal(
                    response.status(),
                    fields,
                    content.asReadOnlyBuffer(),
                    response.peer(),
                    answered.requestedAt(),
                    answered.receivedAt());
        }
    }

    private static Fields withoutContent(Fields fields) {
        return fields.without("Content-Length").without("Content-Type").without("Content-Encoding");
    }

    /** As the answer to a plan: it is stored for nobody, but all who wait at this moment may have it. */
    FetchHead head(FetchPlan plan) {
        return new FetchHead(
                status,
                fields,
                0,
                OptionalLong.of(content.remaining()),
                false,
                Retrieval.isErrorForAll(plan, status, fields),
                plan.request(),
                peer,
                requestedAt,
                receivedAt);
    }
}
