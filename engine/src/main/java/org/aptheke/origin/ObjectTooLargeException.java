package org.aptheke.origin;

import java.io.IOException;

/** The content is longer than the configured limit for one object. */
public final class ObjectTooLargeException extends IOException {
    private static final long serialVersionUID = 1;

    public ObjectTooLargeException(String message) {
        super(message);
    }
}
