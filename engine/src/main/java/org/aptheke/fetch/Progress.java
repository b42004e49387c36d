package org.aptheke.fetch;

import java.io.IOException;
import java.util.Optional;
import org.aptheke.cache.StoredResponse;
import org.jspecify.annotations.Nullable;

/**
 * How far a fetch is, and what that means to a reader. Not thread-safe: the lock of its transfer guards it.
 *
 * <p>It begins with nothing, gets a header section, which may be taken back until a reader has seen it, and ends as one
 * of: complete, failed, not modified, overtaken. Closed is when that is filed as well.
 */
final class Progress {
    private @Nullable FetchHead head;
    private @Nullable StoredResponse refreshed;
    private @Nullable IOException failure;
    private boolean complete;
    private boolean overtaken;
    private boolean taken;
    private boolean closed;
    private boolean abandoned;

    void begin(FetchHead newHead) {
        head = newHead;
    }

    /** False when a reader has seen it. */
    boolean takeBack() {
        if (!taken) {
            head = null;
        }
        return !taken;
    }

    void complete() {
        complete = true;
    }

    void notModified(StoredResponse response) {
        refreshed = response;
    }

    void overtaken() {
        overtaken = true;
    }

    /** Not when all is there already. */
    void fail(IOException cause) {
        if (!complete && refreshed == null) {
            failure = cause;
        }
    }

    void close() {
        closed = true;
    }

    /** Nobody waits for it any more, and it is about to end: who came now would come too late. */
    void abandon() {
        abandoned = true;
    }

    /** How far it is, in a word; it has its place already. */
    FetchView.State state() {
        if (failure != null) {
            return FetchView.State.FAILED;
        }
        if (closed || overtaken) {
            return FetchView.State.DONE;
        }
        if (complete || refreshed != null) {
            return FetchView.State.FILING;
        }
        return head == null ? FetchView.State.ASKING : FetchView.State.RECEIVING;
    }

    Optional<FetchHead> head() {
        return Optional.ofNullable(head);
    }

    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    boolean isComplete() {
        return complete;
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether all has come that will come. */
    boolean isOver() {
        return closed || complete || abandoned || isOverWithoutContent();
    }

    private boolean isOverWithoutContent() {
        return overtaken || refreshed != null || failure != null;
    }

    /** Whether a reader cannot be told anything yet; {@code hidden} while it may not see any of the content. */
    boolean isOpen(boolean hidden) {
        return (head == null || hidden) && !isOverWithoutContent();
    }

    /** Whether a small content is about to be complete, and nobody has seen any of it. */
    boolean isSoonComplete(long smallBytes) {
        return !taken
                && !complete
                && failure == null
                && head != null
                && head.stored()
                && head.length().orElse(Long.MAX_VALUE) <= smallBytes;
    }

    /** What it means to a reader, when it is no longer open. The header section cannot be taken back any more. */
    FetchOutcome outcome(FetchReader reader) {
        if (overtaken) {
            return new FetchOutcome.Overtaken();
        }
        if (refreshed != null) {
            return new FetchOutcome.NotModified(refreshed, reader.collapsed());
        }
        // Of what broke off, those who come late can use the beginning too, unless it is known to be wrong.
        if (failure != null && (!taken || failure instanceof DigestMismatchException)) {
            return new FetchOutcome.Failed(failure);
        }
        if (head == null) {
            throw new IllegalStateException("no head, no failure");
        }
        taken = true;
        return new FetchOutcome.Arriving(head, reader, reader.collapsed());
    }
}
