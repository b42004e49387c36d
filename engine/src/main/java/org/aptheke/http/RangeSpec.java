package org.aptheke.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The one range of bytes a request asks for (RFC 9110, 14.1.2 and 14.2). Immutable. */
public sealed interface RangeSpec {
    /** Which bytes these are in a representation of that size. */
    Resolved resolve(long size);

    /** All from this position on. */
    record From(long first) implements RangeSpec {
        @Override
        public Resolved resolve(long size) {
            return first < size ? new Resolved.Satisfiable(first, size) : new Resolved.Unsatisfiable();
        }
    }

    /** From the first position to the last, both included. */
    record Between(long first, long last) implements RangeSpec {
        public Between {
            if (first < 0 || last < first) {
                throw new IllegalArgumentException(first + "-" + last);
            }
        }

        @Override
        public Resolved resolve(long size) {
            // Compared before adding: the last position may be as large as a long can be.
            return first < size
                    ? new Resolved.Satisfiable(first, last < size ? last + 1 : size)
                    : new Resolved.Unsatisfiable();
        }
    }

    /** So many at the end; all when there are fewer. */
    record Suffix(long length) implements RangeSpec {
        @Override
        public Resolved resolve(long size) {
            // Of an empty representation there is no byte that Content-Range could name.
            return length > 0 && size > 0
                    ? new Resolved.Satisfiable(Math.max(0, size - length), size)
                    : new Resolved.Unsatisfiable();
        }
    }

    /** What {@link #resolve} finds. */
    sealed interface Resolved {
        /** Bytes from {@code first} to before {@code end}; at least one. */
        record Satisfiable(long first, long end) implements Resolved {}

        /** No such bytes: 416. */
        record Unsatisfiable() implements Resolved {}
    }

    /**
     * The range of a request; empty when there is none to be honoured: no field, an unknown unit, a malformed value, or
     * several ranges. A server may always answer with the whole (RFC 9110, 14.2), so those are not errors.
     */
    static Optional<RangeSpec> parse(Fields request) {
        List<String> lines = request.all("Range");
        if (lines.size() != 1) {
            return Optional.empty();
        }
        String value = ListSyntax.trimmed(lines.getFirst());
        int equals = value.indexOf('=');
        if (equals < 0 || !value.substring(0, equals).toLowerCase(Locale.ROOT).equals("bytes")) {
            return Optional.empty();
        }
        List<String> ranges = ListSyntax.members(value.substring(equals + 1));
        return ranges.size() == 1 ? parse(ranges.getFirst()) : Optional.empty();
    }

    private static Optional<RangeSpec> parse(String range) {
        int dash = range.indexOf('-');
        if (dash < 0) {
            return Optional.empty();
        }
        var first = Positions.parse(range.substring(0, dash));
        var last = Positions.parse(range.substring(dash + 1));
        if (dash == 0) {
            return last.isPresent() ? Optional.of(new Suffix(last.getAsLong())) : Optional.empty();
        }
        if (first.isEmpty()) {
            return Optional.empty();
        }
        if (dash == range.length() - 1) {
            return Optional.of(new From(first.getAsLong()));
        }
        return last.isPresent() && last.getAsLong() >= first.getAsLong()
                ? Optional.of(new Between(first.getAsLong(), last.getAsLong()))
                : Optional.empty();
    }
}
