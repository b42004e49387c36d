package org.aptheke.cache;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.aptheke.http.EntityTag;
import org.aptheke.http.Fields;
import org.aptheke.http.HttpDate;
import org.aptheke.http.ListSyntax;

/** Updates a stored response from an answer that says that it still holds (RFC 9111, 3.2, 4.3.4, 4.3.5). Stateless. */
public final class Freshening {
    /**
     * What our stored bytes and their selection depend on. {@code Content-Type} is not among them: this cache keeps
     * bytes as they came and never interprets them (RFC 9111, 3.2).
     */
    private static final Set<String> BOUND_TO_CONTENT = Set.of("content-encoding", "content-range", "etag", "vary");

    /** Each answer has its own, or none: an old one must not count for the new one. */
    private static final List<String> OF_ONE_ANSWER = List.of("Age", "Date");

    private Freshening() {}

    /**
     * The stored response with the fields of a 304 that answered our conditional request for it, and the times of that
     * exchange. Empty when the 304 speaks of another representation (another entity tag): it must not be used then, and
     * the request is to be sent again without conditions.
     */
    public static Optional<StoredResponse> apply(
            StoredResponse stored, Fields notModified, Instant requestedAt, Instant receivedAt) {
        boolean other = EntityTag.of(notModified)
                .filter(tag -> !isTagOf(stored.fields(), tag))
                .isPresent();
        return other || ListSyntax.members(notModified, "Vary").contains("*")
                ? Optional.empty()
                : Optional.of(updated(stored, notModified, requestedAt, receivedAt));
    }

    /**
     * The stored response with the fields of a 200 to a HEAD (RFC 9111, 4.3.5). Empty when a validator or the length
     * says that the representation has changed: the stored response is then stale.
     */
    public static Optional<StoredResponse> applyHead(
            StoredResponse stored, Fields head, Instant requestedAt, Instant receivedAt) {
        boolean same = sameOrAbsent("ETag", stored.fields(), head)
                && sameOrAbsent("Last-Modified", stored.fields(), head)
                && head.first("Content-Length")
                        .map(length -> length.equals(Long.toString(stored.size())))
                        .orElse(true);
        return same ? Optional.of(updated(stored, head, requestedAt, receivedAt)) : Optional.empty();
    }

    /** The stored fields, each that the newer answer has too replaced by the newer lines (RFC 9111, 3.2). */
    static Fields merged(Fields stored, Fields newer, Instant receivedAt) {
        var update = Fields.builder();
        var replaced = new HashSet<String>();
        for (var line : StoredFields.of(newer)) {
            String name = line.name().toLowerCase(Locale.ROOT);
            if (!BOUND_TO_CONTENT.contains(name)) {
                replaced.add(name);
                update.add(line.name(), line.value());
            }
        }
        OF_ONE_ANSWER.forEach(name -> replaced.add(name.toLowerCase(Locale.ROOT)));
        var merged = Fields.builder();
        for (var line : stored) {
            if (!replaced.contains(line.name().toLowerCase(Locale.ROOT))) {
                merged.add(line.name(), line.value());
            }
        }
        if (!newer.contains("Date")) {
            merged.add("Date", HttpDate.format(receivedAt));
        }
        // Once more, because a newer Cache-Control may exclude fields that were stored before.
        return StoredFields.of(merged.addAll(update.build()).build());
    }

    /** RFC 9111, 4.3.4: a strong tag must be the same strong one, a weak one must correspond. */
    private static boolean isTagOf(Fields stored, EntityTag tag) {
        return EntityTag.of(stored)
                .map(ours -> tag.weak() ? tag.matchesWeakly(ours) : tag.matchesStrongly(ours))
                .orElse(false);
    }

    private static boolean sameOrAbsent(String name, Fields stored, Fields newer) {
        return newer.first(name).map(value -> stored.all(name).contains(value)).orElse(true);
    }

    private static StoredResponse updated(
            StoredResponse stored, Fields newer, Instant requestedAt, Instant receivedAt) {
        return new StoredResponse(
                stored.key(),
                stored.selecting(),
                stored.status(),
                merged(stored.fields(), newer, receivedAt),
                stored.digest(),
                stored.size(),
                requestedAt,
                receivedAt,
                stored.storedAt(),
                stored.authorized());
    }
}
