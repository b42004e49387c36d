package org.aptheke.repo.apt;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The fields of one stanza, as a view on the reader's buffer: valid until the reader goes on to the next. For one
 * thread.
 */
final class Stanza {
    /** More than any real stanza has; each new name is compared with all before it. */
    static final int MAX_FIELDS = 256;

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    // All positions are relative to the start of the stanza, which moves when the buffer is moved.
    private final int[] hashes = new int[MAX_FIELDS];
    private final int[] nameStarts = new int[MAX_FIELDS];
    private final int[] nameEnds = new int[MAX_FIELDS];
    private final int[] valueStarts = new int[MAX_FIELDS];
    private final int[] valueEnds = new int[MAX_FIELDS];
    private byte[] bytes = {};
    private int start;
    private int fields;

    /** Whether there is such a field; if so, the slice is its value without the blanks around it. */
    boolean read(FieldName name, Slice into) {
        int field = find(name);
        if (field < 0) {
            return false;
        }
        into.set(bytes, start + valueStarts[field], start + valueEnds[field]);
        return true;
    }

    /** The value without the blanks around it; empty when there is no such field or nothing in it. */
    Optional<String> text(FieldName name) {
        var value = new Slice();
        return read(name, value) && !value.isEmpty() ? Optional.of(value.text()) : Optional.empty();
    }

    /** The words of the value; none when there is no such field. */
    List<String> words(FieldName name) {
        return text(name).map(value -> List.of(BLANKS.split(value))).orElse(List.of());
    }

    boolean isEmpty() {
        return fields == 0;
    }

    void clear() {
        fields = 0;
    }

    /** Where the stanza is now. */
    void place(byte[] newBytes, int newStart) {
        bytes = newBytes;
        start = newStart;
    }

    /** A further field with nothing in it yet. */
    void add(int nameStart, int nameEnd, int hash) throws MalformedMetadataException {
        for (int i = 0; i < fields; i++) {
            if (hashes[i] == hash && isSameName(i, nameStart, nameEnd)) {
                throw new MalformedMetadataException("the field " + shown(nameStart, nameEnd) + " is there twice");
            }
        }
        if (fields == MAX_FIELDS) {
            throw new MalformedMetadataException("a stanza has more than %d fields".formatted(MAX_FIELDS));
        }
        hashes[fields] = hash;
        nameStarts[fields] = nameStart;
        nameEnds[fields] = nameEnd;
        valueStarts[fields] = nameEnd;
        valueEnds[fields] = nameEnd;
        fields++;
    }

    /** More text of the last field: from its first to behind its last character that is no blank. */
    void extend(int from, int to) {
        int last = fields - 1;
        if (valueStarts[last] == valueEnds[last]) {
            valueStarts[last] = from;
        }
        valueEnds[last] = to;
    }

    private int find(FieldName name) {
        for (int i = 0; i < fields; i++) {
            if (hashes[i] == name.hash() && name.isAt(bytes, start + nameStarts[i], start + nameEnds[i])) {
                return i;
            }
        }
        return -1;
    }

    private boolean isSameName(int field, int nameStart, int nameEnd) {
        int length = nameEnd - nameStart;
        if (nameEnds[field] - nameStarts[field] != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            byte one = FieldName.lowerCase(bytes[start + nameStarts[field] + i]);
            if (one != FieldName.lowerCase(bytes[start + nameStart + i])) {
                return false;
            }
        }
        return true;
    }

    private String shown(int from, int to) {
        var slice = new Slice();
        slice.set(bytes, start + from, start + to);
        return slice.shown();
    }
}
