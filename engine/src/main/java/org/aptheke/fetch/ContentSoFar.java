package org.aptheke.fetch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.aptheke.http.Content;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a content that have come: up to {@code fileEnd} in a file that grows, and behind it, when the store has
 * failed or nothing is stored, in a window in memory {@code [windowStart, end)}. Not thread-safe: the lock of its
 * transfer guards it.
 *
 * <p>Of what has come, the last bytes may be held back: readers are shown what lies before {@link #shown}.
 */
final class ContentSoFar {
    private static final int PIECE_BYTES = 1 << 20;

    private final ArrayDeque<ByteBuffer> window = new ArrayDeque<>();
    private Content.@Nullable OpenFile file;
    private long first;
    private long end;
    private long fileEnd;
    private long windowStart;
    private int heldBack;

    /**
     * Forgets all that came before.
     *
     * @param source where the content will grow; null when it passes through memory
     * @param newFirst position of its first byte
     * @param endSoFar position after what is there already, when a part is continued
     * @param newHeldBack how many bytes readers are not shown before {@link #showAll}
     */
    void begin(Content.@Nullable OpenFile source, long newFirst, long endSoFar, int newHeldBack) {
        close();
        file = source;
        first = newFirst;
        end = endSoFar;
        fileEnd = source == null ? newFirst : endSoFar;
        windowStart = fileEnd;
        heldBack = newHeldBack;
    }

    void fileGrewTo(long newEnd) {
        end = newEnd;
        fileEnd = newEnd;
        windowStart = newEnd;
    }

    void addToWindow(ByteBuffer bytes) {
        window.add(bytes);
        end += bytes.remaining();
    }

    /** Position after all that has come. */
    long end() {
        return end;
    }

    /** Position after what readers may have. */
    long shown() {
        return Math.max(first, end - heldBack);
    }

    /** The same for a reader that wants no more than up to {@code until}: it too must not come to its end too early. */
    long shown(long until) {
        return Math.min(shown(), heldBack > 0 ? until - 1 : until);
    }

    /** Whether readers may not have any of it yet. */
    boolean hidesAll() {
        return heldBack > 0 && shown() == first;
    }

    void showAllButLast() {
        heldBack = Math.min(heldBack, 1);
    }

    void showAll() {
        heldBack = 0;
    }

    /** Bytes in memory that readers may have. */
    long shownInMemory() {
        return shown() - windowStart;
    }

    /** Whether the bytes from the first on are all still there. */
    boolean isWholeSoFar() {
        return windowStart <= fileEnd;
    }

    /** Drops what nobody needs any more from memory. */
    void dropBefore(long position) {
        while (!window.isEmpty() && windowStart + window.peek().remaining() <= position) {
            windowStart += window.remove().remaining();
        }
    }

    /** Some of the bytes from a position that is shown, but none from {@code until} on. */
    Content.Piece piece(long from, long until) {
        long to = shown(until);
        if (from < fileEnd && file != null) {
            return new Content.Piece.InFile(file.channel(), from, Math.min(Math.min(fileEnd, to) - from, PIECE_BYTES));
        }
        long start = windowStart;
        for (ByteBuffer bytes : window) {
            if (from < start + bytes.remaining()) {
                var view = bytes.slice((int) (from - start), (int) (start + bytes.remaining() - from));
                return new Content.Piece.InMemory(view.limit((int) Math.min(view.limit(), to - from)));
            }
            start += bytes.remaining();
        }
        throw new IllegalStateException(
                "position " + from + " is not in the window from " + windowStart + " to " + end);
    }

    /** Gives back the file and the memory. */
    void close() {
        window.clear();
        var open = file;
        file = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw new UncheckedIOException("closing a file that was only read", e);
            }
        }
    }
}
