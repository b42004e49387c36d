package org.aptheke.origin;

import java.io.IOException;

/** What the origin sent is not a valid HTTP response; nothing of it may be used. */
public final class MalformedResponseException extends IOException {
    private static final long serialVersionUID = 1;

    public MalformedResponseException(String message) {
        super(message);
    }

    public MalformedResponseException(String message, Throwable cause) {
        super(message, cause);
    }
}
