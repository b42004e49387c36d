package org.aptheke.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** The field {@code Content-Range} in bytes (RFC 9110, 14.4). Immutable. */
public sealed interface ContentRange {
    /**
     * The bytes from {@code first} to before {@code end}.
     *
     * @param completeLength of the whole representation, when the sender knew it
     */
    record Part(long first, long end, OptionalLong completeLength) implements ContentRange {
        public Part {
            if (first < 0 || end <= first || completeLength.orElse(end) < end) {
                throw new IllegalArgumentException(first + "-" + end + "/" + completeLength);
            }
        }

        @Override
        public String toString() {
            String complete = completeLength.isPresent() ? Long.toString(completeLength.getAsLong()) : "*";
            return "bytes " + first + "-" + (end - 1) + "/" + complete;
        }
    }

    /** No such bytes, in an answer 416: {@code bytes} with a star for the range. */
    record Unsatisfied(long completeLength) implements ContentRange {
        @Override
        public String toString() {
            return "bytes */" + completeLength;
        }
    }

    /** The one in these fields; empty when there is none, several, or one that is not valid. */
    static Optional<ContentRange> of(Fields fields) {
        List<String> lines = fields.all("Content-Range");
        return lines.size() == 1 ? parse(lines.getFirst()) : Optional.empty();
    }

    /** As written in the field; empty when it is not valid or not in bytes. */
    static Optional<ContentRange> parse(String value) {
        String text = ListSyntax.trimmed(value);
        int slash = text.indexOf('/');
        if (slash < 0 || !text.toLowerCase(Locale.ROOT).startsWith("bytes ")) {
            return Optional.empty();
        }
        String range = ListSyntax.trimmed(text.substring(6, Math.max(6, slash)));
        String complete = text.substring(slash + 1);
        var length = Positions.parse(complete);
        if (range.equals("*")) {
            return length.isPresent() ? Optional.of(new Unsatisfied(length.getAsLong())) : Optional.empty();
        }
        return length.isPresent() || complete.equals("*") ? part(range, length) : Optional.empty();
    }

    private static Optional<ContentRange> part(String range, OptionalLong completeLength) {
        int dash = Math.max(0, range.indexOf('-'));
        var first = Positions.parse(range.substring(0, dash));
        var last = Positions.parse(range.substring(Math.min(range.length(), dash + 1)));
        if (first.isEmpty()
                || last.isEmpty()
                || last.getAsLong() < first.getAsLong()
                || last.getAsLong() >= completeLength.orElse(Long.MAX_VALUE)) {
            return Optional.empty();
        }
        return Optional.of(new Part(first.getAsLong(), last.getAsLong() + 1, completeLength));
    }
}
