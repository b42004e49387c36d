package org.aptheke.server.netty;

/** What the bytes of a connection amount to so far. */
sealed interface Parsed {
    /** Nothing complete yet. */
    record More() implements Parsed {
        static final More MORE = new More();
    }

    /** The header section of a request that waits for {@code 100 Continue} before it sends its content. */
    record Expecting() implements Parsed {
        static final Expecting EXPECTING = new Expecting();
    }

    /** A request with all of its content. */
    record Complete(RequestHead head) implements Parsed {}

    /**
     * Not a request, or one that is not taken: nothing behind it on this connection can be trusted.
     *
     * @param request what could be read of it
     */
    record Malformed(int status, String reason, RequestHead request) implements Parsed {}
}
