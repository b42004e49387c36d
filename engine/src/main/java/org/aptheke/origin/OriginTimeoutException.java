package org.aptheke.origin;

import java.io.IOException;

/** The origin was too slow: to connect, to answer, or to go on. */
public final class OriginTimeoutException extends IOException {
    private static final long serialVersionUID = 1;

    public OriginTimeoutException(String message) {
        super(message);
    }

    public OriginTimeoutException(String message, Throwable cause) {
        super(message, cause);
    }
}
