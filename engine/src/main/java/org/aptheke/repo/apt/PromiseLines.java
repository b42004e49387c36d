package org.aptheke.repo.apt;

/**
 * The lines of a field that lists files: digest, size and name, parted by blanks. Reused for each field; for one thread.
 */
final class PromiseLines {
    private final Slice digest = new Slice();
    private final Slice size = new Slice();
    private final Slice name = new Slice();
    private byte[] bytes = {};
    private int position;
    private int end;

    void open(Slice value) {
        bytes = value.bytes;
        position = value.start;
        end = value.end;
    }

    /** Goes on to the next line that is not empty; false when there is none. */
    boolean next() throws MalformedMetadataException {
        while (position < end) {
            int lineEnd = position;
            while (lineEnd < end && bytes[lineEnd] != '\n') {
                lineEnd++;
            }
            int from = position;
            position = lineEnd + 1;
            if (split(from, lineEnd)) {
                return true;
            }
        }
        return false;
    }

    Slice digest() {
        return digest;
    }

    long size() throws MalformedMetadataException {
        return size.number();
    }

    Slice name() {
        return name;
    }

    private boolean split(int from, int lineEnd) throws MalformedMetadataException {
        int at = word(digest, skipBlanks(from, lineEnd), lineEnd);
        at = word(size, skipBlanks(at, lineEnd), lineEnd);
        int last = lineEnd;
        int first = skipBlanks(at, lineEnd);
        while (last > first && isBlank(bytes[last - 1])) {
            last--;
        }
        name.set(bytes, first, last);
        if (digest.isEmpty()) {
            return false;
        }
        if (name.isEmpty()) {
            throw new MalformedMetadataException("not a digest, a size and a name: " + digest.shown());
        }
        return true;
    }

    private int word(Slice word, int from, int lineEnd) {
        int to = from;
        while (to < lineEnd && !isBlank(bytes[to])) {
            to++;
        }
        word.set(bytes, from, to);
        return to;
    }

    private int skipBlanks(int from, int lineEnd) {
        int at = from;
        while (at < lineEnd && isBlank(bytes[at])) {
            at++;
        }
        return at;
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t' || octet == '\r';
    }
}
