package org.aptheke.testkit;

import java.io.IOException;

/** The connection ended before the response was whole: how a client notices that an answer broke off. */
public final class CutShortException extends IOException {
    private static final long serialVersionUID = 1;

    private final int received;

    CutShortException(String statusLine, int received) {
        super("'%s' ended after %d bytes of content".formatted(statusLine, received));
        this.received = received;
    }

    /** How many bytes of content had come. */
    public int received() {
        return received;
    }
}
