package org.aptheke.origin;

import java.io.IOException;

/** The connection ended before the content did. */
public final class PrematureEndException extends IOException {
    private static final long serialVersionUID = 1;

    public PrematureEndException(String message) {
        super(message);
    }

    public PrematureEndException(String message, Throwable cause) {
        super(message, cause);
    }
}
