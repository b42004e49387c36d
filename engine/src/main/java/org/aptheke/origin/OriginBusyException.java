package org.aptheke.origin;

import java.io.IOException;

/** Too many fetches are running or waiting. */
public final class OriginBusyException extends IOException {
    private static final long serialVersionUID = 1;

    public OriginBusyException(String message) {
        super(message);
    }

    public OriginBusyException(String message, Throwable cause) {
        super(message, cause);
    }
}
