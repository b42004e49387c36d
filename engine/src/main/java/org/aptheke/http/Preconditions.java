package org.aptheke.http;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The conditions of a GET or HEAD against a representation at hand (RFC 9110, 13; RFC 9111, 4.3.2). {@code If-Match} and
 * {@code If-Unmodified-Since} are the origin's affair. Only for a representation that would be answered with a status
 * 2xx: with any other status conditions are ignored (RFC 9110, 13.2.1). Stateless.
 */
public final class Preconditions {
    private Preconditions() {}

    /**
     * Whether the answer is 304.
     *
     * @param receivedAt stands for the date of a representation that has neither {@code Last-Modified} nor {@code Date}
     */
    public static boolean notModified(Fields request, Fields representation, Instant receivedAt) {
        if (request.contains("If-None-Match")) {
            // RFC 9110, 13.1.3: If-Modified-Since is then ignored, whatever comes of it.
            return anyMatches(request, representation);
        }
        return single(request, "If-Modified-Since")
                .flatMap(HttpDate::parse)
                .map(since -> !modifiedAt(representation, receivedAt).isAfter(since))
                .orElse(false);
    }

    /**
     * Whether a range may be served from this representation (RFC 9110, 13.1.5): there is no {@code If-Range}, or it is
     * the same strong entity tag or exactly the same {@code Last-Modified}.
     */
    public static boolean ifRangeHolds(Fields request, Fields representation) {
        if (!request.contains("If-Range")) {
            return true;
        }
        String validator = single(request, "If-Range").orElse("");
        if (validator.startsWith("\"") || validator.startsWith("W/")) {
            var stored = EntityTag.of(representation);
            return EntityTag.parse(validator)
                    .flatMap(tag -> stored.map(tag::matchesStrongly))
                    .orElse(false);
        }
        var modified = representation.first("Last-Modified").flatMap(HttpDate::parse);
        return modified.isPresent() && modified.equals(HttpDate.parse(validator));
    }

    private static boolean anyMatches(Fields request, Fields representation) {
        if (EntityTag.isAny(request, "If-None-Match")) {
            return true;
        }
        return EntityTag.of(representation)
                .map(stored -> EntityTag.list(request, "If-None-Match").stream().anyMatch(stored::matchesWeakly))
                .orElse(false);
    }

    private static Instant modifiedAt(Fields representation, Instant receivedAt) {
        return representation
                .first("Last-Modified")
                .or(() -> representation.first("Date"))
                .flatMap(HttpDate::parse)
                .orElse(receivedAt);
    }

    private static Optional<String> single(Fields fields, String name) {
        List<String> lines = fields.all(name);
        return lines.size() == 1 ? Optional.of(ListSyntax.trimmed(lines.getFirst())) : Optional.empty();
    }
}
