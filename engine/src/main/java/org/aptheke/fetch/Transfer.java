package org.aptheke.fetch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.aptheke.cache.StoredResponse;
import org.aptheke.http.Content;
import org.aptheke.http.TargetUri;
import org.jspecify.annotations.Nullable;

/**
 * What one fetch has brought so far: written by the fetch, followed by its readers. Safe for use by many threads.
 *
 * <p>Content lies in a file that grows: a reader at any position that is shown reads there at its own speed, and
 * neither holds the fetch nor other readers. When the store fails, what follows passes through memory
 * ({@link MemoryWindow}), and so does a content that is not stored at all from its first byte.
 *
 * <p>Of a content that is promised the last bytes are held back until it is found to be as promised, and no reader
 * learns of it before some are shown: so one that is not can be begun again unnoticed, or at least never ends well.
 */
final class Transfer {
    private static final int WORTH_WAKING_BYTES = 512 * 1024;

    private final FetchLimits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition left = lock.newCondition();

    @GuardedBy("lock")
    private final Audience audience = new Audience();

    @GuardedBy("lock")
    private final ContentSoFar content = new ContentSoFar();

    @GuardedBy("lock")
    private final Progress progress = new Progress();

    @GuardedBy("lock")
    private final MemoryWindow window;

    /** Whether it is not worth waiting for the end of a small content. */
    @GuardedBy("lock")
    private boolean slow;

    @GuardedBy("lock")
    private final Pace pace = new Pace();

    @GuardedBy("lock")
    private Optional<TargetUri> upstream = Optional.empty();

    @GuardedBy("lock")
    private String peer = "";

    /** Where the file ended when readers were last woken for that. */
    @GuardedBy("lock")
    private long toldUpTo;

    /** @param patience how long the fetch waits for a reader that holds it up */
    Transfer(FetchLimits limits, Duration patience) {
        this.limits = limits;
        this.window = new MemoryWindow(content, audience, left, arrived, patience);
    }

    // ---- readers

    /** A new reader at the content's start; empty when nobody can join any more. */
    Optional<FetchReader> join() {
        lock.lock();
        try {
            if (progress.isOver() || !content.isWholeSoFar()) {
                return Optional.empty();
            }
            var reader = new FetchReader(this);
            reader.begin(progress.head().map(FetchHead::first).orElse(0L));
            audience.add(reader);
            return Optional.of(reader);
        } finally {
            lock.unlock();
        }
    }

    /** Whether all has come that will come. */
    boolean isEnding() {
        lock.lock();
        try {
            return progress.isOver();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the fetch knows what it brings. A small content is complete by then, if it comes soon. */
    FetchOutcome outcome(FetchReader reader) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            awaitHead();
            awaitSmallContent();
            awaitHead(); // a small content may have broken off, and is fetched again
            return progress.outcome(reader);
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void awaitHead() throws InterruptedException {
        while (progress.isOpen(content.hidesAll())) {
            arrived.await();
        }
    }

    @GuardedBy("lock")
    private void awaitSmallContent() throws InterruptedException {
        long nanos = limits.smallHold().toNanos();
        while (!slow && nanos > 0 && progress.isSoonComplete(limits.smallBytes())) {
            nanos = arrived.awaitNanos(nanos);
        }
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
            if (progress.isComplete()) {
                return OptionalLong.of(content.end() - reader.first());
            }
            var head = progress.head();
            return head.isPresent() && head.get().length().isPresent()
                    ? OptionalLong.of(head.get().first() + head.get().length().getAsLong() - reader.first())
                    : OptionalLong.empty();
        } finally {
            lock.unlock();
        }
    }

    /** What is there already; empty when it has to be waited for, or it is about to end. */
    Optional<Content.Piece> nextIfThere(FetchReader reader) {
        if (!lock.tryLock()) {
            return Optional.empty();
        }
        try {
            boolean there = !reader.gone()
                    && reader.position() < reader.until()
                    && reader.position() < content.shown(reader.until());
            return there ? Optional.of(piece(reader)) : Optional.empty();
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
                if (reader.position() >= reader.until()
                        || (progress.isComplete() && reader.position() >= content.end())) {
                    return new Content.Piece.End();
                }
                if (reader.position() < content.shown(reader.until())) {
                    return piece(reader);
                }
                var failure = progress.failure();
                if (failure.isPresent()) {
                    throw new IOException(failure.get().getMessage(), failure.get());
                }
                arrived.await();
            }
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private Content.Piece piece(FetchReader reader) {
        var piece = content.piece(reader.position(), reader.until());
        reader.position(reader.position() + piece.count());
        left.signalAll();
        return piece;
    }

    void leave(FetchReader reader) {
        lock.lock();
        try {
            if (audience.remove(reader)) {
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
            audience.wantAnyway();
        } finally {
            lock.unlock();
        }
    }

    /** Gives up if nobody waits any more, and says whether it did: then nobody can join what is about to end. */
    boolean abandon() {
        lock.lock();
        try {
            if (audience.isGone()) {
                progress.abandon();
            }
            return audience.isGone();
        } finally {
            lock.unlock();
        }
    }

    /** Gives up what was wanted anyway, if no reader waits for it; says whether it did. */
    boolean abandonUnlessRead() {
        lock.lock();
        try {
            audience.wantNoMore();
            return abandon();
        } finally {
            lock.unlock();
        }
    }

    /** Waits that long, or until nobody waits any more. */
    void pause(Duration duration) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = duration.toNanos();
            while (nanos > 0 && !audience.isGone()) {
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
            progress.overtaken();
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the fetch has ended, and what it brought is in the store if it could be stored. */
    void awaitClosed() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!progress.isClosed()) {
                arrived.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The same; false when it does not end in time. */
    boolean awaitClosed(Duration limit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = limit.toNanos();
            while (!progress.isClosed() && nanos > 0) {
                nanos = arrived.awaitNanos(nanos);
            }
            return progress.isClosed();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Shows the header section to readers.
     *
     * @param source where the content will grow; null when it passes through memory
     * @param endSoFar position after what is there already, when a part is continued
     * @param heldBack how many bytes readers do not get before it is complete
     */
    void begin(FetchHead newHead, Content.@Nullable OpenFile source, long endSoFar, int heldBack) {
        lock.lock();
        try {
            progress.begin(newHead);
            content.begin(source, newHead.first(), endSoFar, heldBack);
            pace.begin(endSoFar, System.nanoTime());
            toldUpTo = endSoFar;
            audience.beginAt(newHead.first());
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the header section back, if no reader has seen it: the fetch begins again. */
    boolean takeBack() {
        lock.lock();
        try {
            boolean unseen = progress.takeBack();
            if (unseen) {
                content.close();
            }
            return unseen;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Says that the file has grown.
     *
     * @param more whether still more is about to come: readers that wait are then woken for larger pieces only
     */
    void grewTo(long newEnd, boolean more) {
        lock.lock();
        try {
            content.fileGrewTo(newEnd);
            pace.reached(newEnd, System.nanoTime());
            if (!more || newEnd - toldUpTo >= WORTH_WAKING_BYTES) {
                toldUpTo = newEnd;
                arrived.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Of a content whose last bytes are held back, and none shown yet: only the very last is held from now on. */
    void showAllButLastIfHidden() {
        lock.lock();
        try {
            if (content.hidesAll()) {
                slow = true;
                content.showAllButLast();
                arrived.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Passes bytes to readers through memory; copies them. Waits for the slowest reader. */
    void pass(ByteBuffer bytes) throws InterruptedException {
        var copy = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
        lock.lockInterruptibly();
        try {
            window.makeRoom(copy.remaining());
            content.addToWindow(copy);
            pace.reached(content.end(), System.nanoTime());
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void notModified(StoredResponse response) {
        lock.lock();
        try {
            progress.notModified(response);
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** All bytes are there. */
    void complete() {
        lock.lock();
        try {
            progress.complete();
            content.showAll();
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void fail(IOException cause) {
        lock.lock();
        try {
            progress.fail(cause);
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** No more readers can join; those that are there read to the end. */
    void close() {
        lock.lock();
        try {
            progress.close();
            arrived.signalAll();
            closeFileWhenUnused();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void closeFileWhenUnused() {
        if (progress.isClosed() && audience.readers() == 0) {
            content.close();
        }
    }

    /** An origin has answered. */
    void comesFrom(TargetUri target, String address) {
        lock.lock();
        try {
            upstream = Optional.of(target);
            peer = address;
        } finally {
            lock.unlock();
        }
    }

    /** What is to be seen of a transfer from outside. */
    record Seen(
            FetchView.State state,
            Optional<TargetUri> upstream,
            String peer,
            long bytes,
            OptionalLong total,
            long bytesPerSecond,
            List<InetAddress> clients,
            String failure) {}

    Seen seen() {
        lock.lock();
        try {
            var head = progress.head();
            long first = head.map(FetchHead::first).orElse(0L);
            return new Seen(
                    progress.state(),
                    upstream,
                    peer,
                    Math.max(0, content.end() - first),
                    head.map(FetchHead::length).orElse(OptionalLong.empty()),
                    pace.bytesPerSecond(System.nanoTime()),
                    audience.clients(),
                    progress.failure().map(FetchTools::describe).orElse(""));
        } finally {
            lock.unlock();
        }
    }

    int readerCount() {
        lock.lock();
        try {
            return audience.readers();
        } finally {
            lock.unlock();
        }
    }

    /** Whether a reader that wants to begin at that position would soon get bytes. */
    boolean isAbout(long position, long reach) {
        lock.lock();
        try {
            boolean joinable = !progress.isClosed() && progress.failure().isEmpty() && content.isWholeSoFar();
            return joinable && (progress.isComplete() || position <= content.end() + reach);
        } finally {
            lock.unlock();
        }
    }
}
