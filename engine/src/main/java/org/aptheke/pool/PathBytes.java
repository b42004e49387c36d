package org.aptheke.pool;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A path as an index holds it: UTF-8, without allocation once the buffer has grown. Different texts have different
 * bytes. Reusable; not thread-safe.
 */
final class PathBytes {
    /** No request that the program takes can name a longer one. */
    static final int MOST = 8192;

    private byte[] bytes = new byte[256];
    private MemorySegment segment = MemorySegment.ofArray(bytes);
    private int length;

    /** The key that {@link #hashed} belongs to: files often share one, so a path is hashed once for all of them. */
    private @Nullable PathHash hashedWith;

    private long hashed;

    /** False when no index holds such a path: it is empty, too long, or has half a surrogate pair. */
    boolean encode(CharSequence path) {
        length = 0;
        hashedWith = null;
        int chars = path.length();
        if (chars == 0 || chars > MOST) {
            return false;
        }
        makeRoom(3 * chars);
        int end = 0;
        for (int i = 0; i < chars; i++) {
            char c = path.charAt(i);
            if (c < 0x80) {
                bytes[end++] = (byte) c;
            } else if (c < 0x800) {
                end = put(c, 2, end);
            } else if (!Character.isSurrogate(c)) {
                end = put(c, 3, end);
            } else if (i + 1 < chars && Character.isSurrogatePair(c, path.charAt(i + 1))) {
                end = put(Character.toCodePoint(c, path.charAt(++i)), 4, end);
            } else {
                return false;
            }
        }
        length = end <= MOST ? end : 0;
        return length > 0;
    }

    /** Writes a character of two to four bytes (RFC 3629, 3). */
    private int put(int character, int count, int end) {
        bytes[end] = (byte) ((0xf00 >> count) | (character >> (6 * (count - 1))));
        for (int i = 1; i < count; i++) {
            bytes[end + i] = (byte) (0x80 | ((character >> (6 * (count - 1 - i))) & 0x3f));
        }
        return end + count;
    }

    private void makeRoom(int count) {
        if (count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Integer.highestOneBit(count) * 2);
            segment = MemorySegment.ofArray(bytes);
        }
    }

    /** The bytes are the first {@link #length} of it. */
    MemorySegment segment() {
        return segment;
    }

    int length() {
        return length;
    }

    long hash(PathHash hash) {
        if (!hash.equals(hashedWith)) {
            hashed = hash.of(bytes, length);
            hashedWith = hash;
        }
        return hashed;
    }
}
