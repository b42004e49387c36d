package org.aptheke.fetch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.aptheke.cache.StoredResponse;
import org.aptheke.http.Content;
import org.jspecify.annotations.Nullable;

/**
 * What one fetch has brought so far: written by the fetch, followed by its readers. Safe for use by many threads.
 *
 * <p>Content lies in a file that grows: a reader at any position below {@code end} reads there at its own speed, and
 * neither holds the fetch nor other readers. When the store fails, {@code fileEnd} stays where it is and what follows
 * passes through a window in memory, {@code [windowStart, end)}. The window keeps what the slowest reader still needs,
 * up to its size; then the fetch waits for that reader, or cuts it off when it takes nothing for too long: soon where
 * others wait for it, and in the end in any case, because the answer before it on its connection may never end.
 * A content that is not stored at all passes through the window from its first byte.
 */
final class Transfer {
    private static final int WINDOW_BYTES = 256 * 1024;
    private static final int PIECE_BYTES = 1 << 20;

    /** A reader that nobody waits for is cut off too, after so many times the patience: it holds a place at the origin. */
    private static final int MAX_LOSSES = 30;

    private final FetchLimits limits;
    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition left = lock.newCondition();

    @GuardedBy("lock")
    private final Set<FetchReader> readers = new HashSet<>();

    @GuardedBy("lock")
    private final ArrayDeque<ByteBuffer> window = new ArrayDeque<>();

    @GuardedBy("lock")
    private @Nullable FetchHead head;

    @GuardedBy("lock")
    private @Nullable StoredResponse refreshed;

    @GuardedBy("lock")
    private @Nullable IOException failure;

    @GuardedBy("lock")
    private Content.@Nullable OpenFile file;

    @GuardedBy("lock")
    private long end;

    @GuardedBy("lock")
    private long fileEnd;

    @GuardedBy("lock")
    private long windowStart;

    @GuardedBy("lock")
    private boolean complete;

    @GuardedBy("lock")
    private boolean taken;

    @GuardedBy("lock")
    private boolean closed;

    @GuardedBy("lock")
    private boolean overtaken;

    @GuardedBy("lock")
    private boolean abandoned;

    /** A fetch without a reader goes on when somebody else wants its result: a validation in the background. */
    @GuardedBy("lock")
    private boolean wantedAnyway;

    /** @param patience how long the fetch waits for a reader that holds it up */
    Transfer(FetchLimits limits, Duration patience) {
        this.limits = limits;
        this.patience = patience;
    }

    // ---- readers

    /** A new reader at the content's start; empty when nobody can join any more. */
    Optional<FetchReader> join() {
        lock.lock();
        try {
            if (isOver() || windowStart > fileEnd) {
                return Optional.empty();
            }
            var reader = new FetchReader(this);
            reader.begin(head == null ? 0 : head.first());
            readers.add(reader);
            return Optional.of(reader);
        } finally {
            lock.unlock();
        }
    }

    /** Whether all has come that will come. */
    boolean isEnding() {
        lock.lock();
        try {
            return isOver();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private boolean isOver() {
        return closed || complete || overtaken || abandoned || refreshed != null || failure != null;
    }

    /** Waits until the fetch knows what it brings. A small content is complete by then, if it comes soon. */
    FetchOutcome outcome(FetchReader reader) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            awaitHead();
            awaitSmallContent();
            awaitHead(); // a small content may have broken off, and is fetched again
            if (overtaken) {
                return new FetchOutcome.Overtaken();
            }
            if (refreshed != null) {
                return new FetchOutcome.NotModified(refreshed, reader.collapsed());
            }
            if (failure != null && !taken) {
                return new FetchOutcome.Failed(failure);
            }
            if (head == null) {
                throw new IllegalStateException("no head, no failure");
            }
            taken = true;
            return new FetchOutcome.Arriving(head, reader, reader.collapsed());
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void awaitHead() throws InterruptedException {
        while (head == null && refreshed == null && failure == null && !overtaken) {
            arrived.await();
        }
    }

    @GuardedBy("lock")
    private void awaitSmallContent() throws InterruptedException {
        long nanos = limits.smallHold().toNanos();
        while (nanos > 0 && !taken && head != null && !complete && failure == null && isSmall(head)) {
            nanos = arrived.awaitNanos(nanos);
        }
    }

    private boolean isSmall(FetchHead someHead) {
        return someHead.stored()
                && someHead.length().isPresent()
                && someHead.length().getAsLong() <= limits.smallBytes();
    }

    void narrow(FetchReader reader, long first, long endOfRange) {
        lock.lock();
        try {
            reader.begin(first);
            reader.until(endOfRange);
        } finally {
            lock.unlock();
        }
    }

    OptionalLong length(FetchReader reader) {
        lock.lock();
        try {
            if (reader.until() != Long.MAX_VALUE) {
                return OptionalLong.of(reader.until() - reader.first());
            }
            if (complete) {
                return OptionalLong.of(end - reader.first());
            }
            if (head == null || head.length().isEmpty()) {
                return OptionalLong.empty();
            }
            return OptionalLong.of(head.first() + head.length().getAsLong() - reader.first());
        } finally {
            lock.unlock();
        }
    }

    Content.Piece next(FetchReader reader) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                if (reader.gone()) {
                    throw new IOException("the reader was too slow and gave way to others");
                }
                if (reader.position() >= reader.until() || (complete && reader.position() >= end)) {
                    return new Content.Piece.End();
                }
                if (reader.position() < end) {
                    return piece(reader);
                }
                if (failure != null) {
                    throw new IOException(failure.getMessage(), failure);
                }
                arrived.await();
            }
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private Content.Piece piece(FetchReader reader) {
        long from = reader.position();
        if (from < fileEnd && file != null) {
            long count = Math.min(Math.min(fileEnd, reader.until()) - from, PIECE_BYTES);
            reader.position(from + count);
            left.signalAll();
            return new Content.Piece.InFile(file.channel(), from, count);
        }
        long start = windowStart;
        for (ByteBuffer bytes : window) {
            if (from < start + bytes.remaining()) {
                var view = bytes.slice((int) (from - start), (int) (start + bytes.remaining() - from));
                view.limit((int) Math.min(view.limit(), reader.until() - from));
                reader.position(from + view.remaining());
                left.signalAll();
                return new Content.Piece.InMemory(view);
            }
            start += bytes.remaining();
        }
        throw new IllegalStateException(
                "position " + from + " is not in the window from " + windowStart + " to " + end);
    }

    void leave(FetchReader reader) {
        lock.lock();
        try {
            if (readers.remove(reader)) {
                reader.leave();
                left.signalAll();
                closeFileWhenUnused();
            }
        } finally {
            lock.unlock();
        }
    }

    // ---- the fetch

    void wantedAnyway() {
        lock.lock();
        try {
            wantedAnyway = true;
        } finally {
            lock.unlock();
        }
    }

    /** Gives up if nobody waits any more, and says whether it did: then nobody can join what is about to end. */
    boolean abandon() {
        lock.lock();
        try {
            abandoned |= readers.isEmpty() && !wantedAnyway;
            return abandoned;
        } finally {
            lock.unlock();
        }
    }

    /** Waits that long, or until nobody waits any more. */
    void pause(Duration duration) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = duration.toNanos();
            while (nanos > 0 && !(readers.isEmpty() && !wantedAnyway)) {
                nanos = left.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Says that it will not be made. */
    void overtaken() {
        lock.lock();
        try {
            overtaken = true;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the fetch has ended, and what it brought is in the store if it could be stored. */
    void awaitClosed() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed) {
                arrived.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Shows the header section to readers.
     *
     * @param source where the content will grow; null when it passes through memory
     * @param endSoFar position after what is there already, when a part is continued
     */
    void begin(FetchHead newHead, Content.@Nullable OpenFile source, long endSoFar) {
        lock.lock();
        try {
            head = newHead;
            file = source;
            end = endSoFar;
            fileEnd = source == null ? newHead.first() : endSoFar;
            windowStart = fileEnd;
            for (var reader : readers) {
                reader.begin(newHead.first());
            }
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the header section back, if no reader has seen it: the fetch begins again. */
    boolean takeBack() {
        lock.lock();
        try {
            if (taken) {
                return false;
            }
            head = null;
            closeQuietly(file);
            file = null;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Says that the file has grown. */
    void grewTo(long newEnd) {
        lock.lock();
        try {
            end = newEnd;
            fileEnd = newEnd;
            windowStart = newEnd;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Passes bytes to readers through memory; copies them. Waits for the slowest reader. */
    void pass(ByteBuffer bytes) throws InterruptedException {
        var copy = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
        lock.lockInterruptibly();
        try {
            makeRoom(copy.remaining());
            window.add(copy);
            end += copy.remaining();
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void makeRoom(int bytes) throws InterruptedException {
        long nanos = patience.toNanos();
        long slowest = trimWindow();
        int losses = 0;
        while (end - windowStart + bytes > WINDOW_BYTES && !readers.isEmpty()) {
            nanos = left.awaitNanos(nanos);
            long now = trimWindow();
            if (now > slowest) {
                slowest = now;
                nanos = patience.toNanos();
                losses = 0;
            } else if (nanos <= 0) {
                cutOff(slowest, ++losses == MAX_LOSSES);
                slowest = trimWindow();
                nanos = patience.toNanos();
            }
        }
    }

    /** Drops what every reader has; returns the position of the slowest. */
    @GuardedBy("lock")
    private long trimWindow() {
        long slowest = end;
        for (var reader : readers) {
            slowest = Math.min(slowest, reader.position());
        }
        while (!window.isEmpty() && windowStart + window.peek().remaining() <= slowest) {
            windowStart += window.remove().remaining();
        }
        return slowest;
    }

    /** Cuts off who is no further than that, if others wait for it, or in any case. */
    @GuardedBy("lock")
    private void cutOff(long position, boolean inAnyCase) {
        if (!inAnyCase && readers.stream().allMatch(reader -> reader.position() <= position)) {
            return;
        }
        for (var reader : Set.copyOf(readers)) {
            if (reader.position() <= position) {
                reader.leave();
                readers.remove(reader);
            }
        }
        arrived.signalAll();
    }

    void notModified(StoredResponse response) {
        lock.lock();
        try {
            refreshed = response;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** All bytes are there. */
    void complete() {
        lock.lock();
        try {
            complete = true;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void fail(IOException cause) {
        lock.lock();
        try {
            if (!complete && refreshed == null) {
                failure = cause;
            }
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** No more readers can join; those that are there read to the end. */
    void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signalAll();
            closeFileWhenUnused();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void closeFileWhenUnused() {
        if (closed && readers.isEmpty()) {
            closeQuietly(file);
            file = null;
            window.clear();
        }
    }

    private static void closeQuietly(Content.@Nullable OpenFile openFile) {
        if (openFile == null) {
            return;
        }
        try {
            openFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing a file that was only read", e);
        }
    }

    int readerCount() {
        lock.lock();
        try {
            return readers.size();
        } finally {
            lock.unlock();
        }
    }

    /** Whether a reader that wants to begin at that position would soon get bytes. */
    boolean isAbout(long position, long reach) {
        lock.lock();
        try {
            boolean joinable = !closed && failure == null && windowStart <= fileEnd;
            return joinable && (complete || position <= end + reach);
        } finally {
            lock.unlock();
        }
    }
}
