package org.aptheke.proxy;

import java.time.Instant;
import java.util.Optional;
import org.aptheke.http.Fields;
import org.aptheke.http.Preconditions;
import org.aptheke.http.RangeSpec;
import org.aptheke.http.Request;

/**
 * What a request gets of a {@link Repeatable} answer: the conditions and the range in it decide as they do for answers
 * from the store. Pure.
 */
public sealed interface Repetition {
    /** All of it. */
    record Whole() implements Repetition {
        public static final Whole WHOLE = new Whole();
    }

    /** 304: the client has it already. */
    record NotModified() implements Repetition {
        static final NotModified NOT_MODIFIED = new NotModified();
    }

    /** 206: the bytes from {@code first} to before {@code end}. */
    record Part(long first, long end) implements Repetition {}

    /**
     * The repetition for a GET or HEAD; empty when the engine has to be asked after all.
     *
     * @param representation the fields of the whole answer
     * @param size of the whole content
     */
    static Optional<Repetition> of(Request request, Fields representation, long size) {
        // A stored answer always has a Last-Modified; one without would count as modified just now.
        if (Preconditions.notModified(request.fields(), representation, Instant.MAX)) {
            return Optional.of(NotModified.NOT_MODIFIED);
        }
        var range = request.isHead() ? Optional.<RangeSpec>empty() : Ranged.requested(request, representation);
        if (range.isEmpty()) {
            return Optional.of(Whole.WHOLE);
        }
        return switch (range.get().resolve(size)) {
            case RangeSpec.Resolved.Satisfiable(long first, long end) -> Optional.of(new Part(first, end));
            case RangeSpec.Resolved.Unsatisfiable() -> Optional.empty();
        };
    }

    /** What of the whole answer's fields its 304 has. */
    static Fields notModified(Fields representation) {
        return Hits.notModified(representation, "").response().fields();
    }
}
