package org.aptheke.origin.client;

import java.io.IOException;

/** A parent proxy cannot be reached, or is none; another way may be open. */
final class ParentDeadException extends IOException {
    private static final long serialVersionUID = 1;

    ParentDeadException(String message, Throwable cause) {
        super(message, cause);
    }
}
