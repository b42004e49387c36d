package org.aptheke.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.aptheke.http.ContentRange;
import org.aptheke.http.EntityTag;
import org.aptheke.http.Fields;
import org.aptheke.http.HttpDate;
import org.aptheke.http.RangeSpec;

/** What an incomplete response is good for (RFC 9111, 3.3 and 3.4; RFC 9110, 15.3.7). Stateless. */
public final class PartReuse {
    /** What an answer to a request for the rest of a part turned out to be. */
    public enum Continuation {
        /** 206 of the same representation, beginning exactly where the part ends: append it. */
        APPENDS,
        /** 200, all bytes again, of the same representation: those that are there need not be written. */
        REPEATS,
        /** 200 of another representation, or one that cannot be told from another: the part is void. */
        REPLACES,
        /** Anything else, above all a 206 of something else: never to be mixed with the part. */
        UNUSABLE
    }

    private PartReuse() {}

    /** Whether all bytes the range asks for are in the part, so that no origin is needed for them. */
    public static boolean covers(StoredPart part, RangeSpec range) {
        if (part.completeLength().isPresent()) {
            return switch (range.resolve(part.completeLength().getAsLong())) {
                case RangeSpec.Resolved.Satisfiable(long first, long end) -> first >= part.first() && end <= part.end();
                case RangeSpec.Resolved.Unsatisfiable() -> false;
            };
        }
        // Where the whole ends is not known: only a range with both ends can be known to be here.
        return range instanceof RangeSpec.Between(long first, long last) && first >= part.first() && last < part.end();
    }

    /** Whether the rest of it may be asked for: it has a strong validator. */
    public static boolean isContinuable(StoredPart part) {
        return ifRange(part).isPresent();
    }

    /**
     * The value of {@code If-Range} (RFC 9110, 13.1.5): the strong entity tag, or, where there is no tag at all, a
     * {@code Last-Modified} that is strong.
     */
    public static Optional<String> ifRange(StoredPart part) {
        return strongValidator(part.fields(), part.receivedAt());
    }

    /** As {@link #ifRange}, for fields at hand. */
    public static Optional<String> strongValidator(Fields fields, Instant receivedAt) {
        var tag = EntityTag.of(fields);
        if (tag.isPresent()) {
            return tag.filter(known -> !known.weak()).map(EntityTag::opaque);
        }
        return fields.first("Last-Modified").filter(value -> isStrong(value, fields, receivedAt));
    }

    /** The fields that ask for all from a position on, unless the representation has changed; needs {@link #ifRange}. */
    public static Fields continuation(StoredPart part, long from) {
        var fields = Fields.builder().add("Range", "bytes=" + from + "-");
        ifRange(part).ifPresent(validator -> fields.add("If-Range", validator));
        return fields.build();
    }

    /**
     * What the origin's answer to {@link #continuation} is.
     *
     * @param from the position that was asked for
     */
    public static Continuation continuing(StoredPart part, long from, int status, Fields response) {
        boolean same = isSameRepresentation(part, response);
        if (status == 200) {
            return same ? Continuation.REPEATS : Continuation.REPLACES;
        }
        return status == 206 && same && isRest(part, from, response) ? Continuation.APPENDS : Continuation.UNUSABLE;
    }

    /** The fields of the whole, once put together: the newer answer's where it has them (RFC 9111, 3.4). */
    public static Fields combined(StoredPart part, Fields newer, Instant receivedAt) {
        return Freshening.merged(part.fields(), newer, receivedAt);
    }

    /** RFC 9110, 15.3.7.3: the same strong validator; one that is not said again proves nothing. */
    private static boolean isSameRepresentation(StoredPart part, Fields response) {
        var validator = ifRange(part);
        if (validator.isEmpty()) {
            return false;
        }
        if (EntityTag.of(part.fields()).isPresent()) {
            return EntityTag.of(response)
                    .flatMap(tag -> EntityTag.parse(validator.get()).map(tag::matchesStrongly))
                    .orElse(false);
        }
        return response.first("Last-Modified").filter(validator.get()::equals).isPresent();
    }

    private static boolean isRest(StoredPart part, long from, Fields response) {
        return ContentRange.of(response).orElse(null) instanceof ContentRange.Part(long first, long end, var complete)
                && first == from
                && complete.orElse(end) == end
                && part.completeLength().orElse(end) == end
                // Somebody must have said where the whole ends.
                && (complete.isPresent() || part.completeLength().isPresent());
    }

    /**
     * RFC 9110, 8.8.2.2: it was at least a second old when the origin said it, so that a later change in the same
     * second cannot hide behind it.
     */
    private static boolean isStrong(String lastModified, Fields fields, Instant receivedAt) {
        var said = fields.first("Date").flatMap(HttpDate::parse).orElse(receivedAt);
        return HttpDate.parse(lastModified)
                .filter(modified -> Duration.between(modified, said).compareTo(Duration.ofSeconds(1)) >= 0)
                .isPresent();
    }
}
