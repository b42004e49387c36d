package org.aptheke.http;

import java.util.List;
import java.util.Optional;

/**
 * An entity tag (RFC 9110, 8.8.3). Immutable.
 *
 * @param weak whether it was marked {@code W/}; one that leaves the grammar is weak too, because nobody can tell what
 *     its author promised with it
 * @param opaque the tag as written with its quotes, so that one that lacks them is equal only to its like
 */
public record EntityTag(boolean weak, String opaque) {
    /** The tag in this field value; empty only when there is nothing in it. */
    public static Optional<EntityTag> parse(String value) {
        String text = ListSyntax.trimmed(value);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        boolean marked = text.startsWith("W/");
        String opaque = marked ? text.substring(2) : text;
        return Optional.of(isOpaqueTag(opaque) ? new EntityTag(marked, opaque) : new EntityTag(true, text));
    }

    /** The tag of this representation. */
    public static Optional<EntityTag> of(Fields fields) {
        return fields.first("ETag").flatMap(EntityTag::parse);
    }

    /** The tags in {@code If-None-Match} or {@code If-Match}, without {@code *}. */
    public static List<EntityTag> list(Fields fields, String name) {
        return ListSyntax.entityTags(fields, name).stream()
                .filter(member -> !member.equals("*"))
                .flatMap(member -> parse(member).stream())
                .toList();
    }

    /** Whether the field is the {@code *} that stands for any representation. */
    public static boolean isAny(Fields fields, String name) {
        return ListSyntax.entityTags(fields, name).contains("*");
    }

    /** Equal byte for byte (RFC 9110, 8.8.3.2): both strong, same tag. */
    public boolean matchesStrongly(EntityTag other) {
        return !weak && !other.weak && opaque.equals(other.opaque);
    }

    /** Good enough for a validation (RFC 9110, 8.8.3.2): same tag. */
    public boolean matchesWeakly(EntityTag other) {
        return opaque.equals(other.opaque);
    }

    private static boolean isOpaqueTag(String text) {
        if (text.length() < 2 || text.charAt(0) != '"' || text.charAt(text.length() - 1) != '"') {
            return false;
        }
        for (int i = 1; i < text.length() - 1; i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == '"' || c == 0x7f) {
                return false;
            }
        }
        return true;
    }
}
