package org.aptheke.server.netty;

import org.jspecify.annotations.Nullable;

/**
 * The way of ready answers to a client: the lead of an answer, bytes of it, its end; and again for the next. What was
 * given leaves together, with {@link #flush}. Used on the event loop only.
 */
sealed interface Outlet permits ChannelOutlet, SocketOutlet {
    /** Copied at once. */
    void lead(Lead lead);

    /** So many bytes of the answer from there on; the reference to the answer is the caller's until it was sent. */
    void bytes(ReadyAnswer answer, int from, int count);

    /** All of an answer was given; the watcher hears when it has left. */
    void end(Sent sent);

    /** What was given leaves, as soon as the client takes it; Netty's queue is free for other things to follow. */
    void flush();

    /** The same, and much more follows at once: packets that are not full may wait for it. */
    void flushAhead();

    /** The connection is gone. */
    void close();

    /** An answer on its way, with so many bytes of content, and what follows when its last byte has left. */
    record Sent(PendingAnswer pending, Outcome.Ready ready, long content, Then then) {
        /** How much of it left is not known. */
        Sent inVain() {
            return new Sent(pending, ready, 0, then);
        }
    }

    /** What follows when an answer's last byte has left. */
    enum Then {
        NOTHING,
        NEXT,
        CLOSE
    }

    /** Hears what became of answers. */
    interface Watcher {
        /** The last byte of it was taken by the kernel, or will never be. */
        void sent(Sent sent, @Nullable Throwable failure);
    }

    /** What lies between an answer and the wire. */
    enum Between {
        /** Nothing: what is written leaves as it is. */
        NOTHING,
        /** Handlers that change it, as TLS does. */
        HANDLERS
    }
}
