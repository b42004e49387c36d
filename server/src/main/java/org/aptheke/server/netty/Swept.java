package org.aptheke.server.netty;

/** A connection as its event loop looks after it. Used on that event loop only. */
interface Swept {
    /** Ends what has taken too long; {@code now} in terms of {@link System#nanoTime}. */
    void sweep(long now);

    /** Takes nothing new, finishes what was begun, then closes. */
    void drain();

    /** Closes at once. */
    void cut();
}
