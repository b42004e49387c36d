package org.aptheke.bundle;

import java.io.IOException;

/** The list of a bundle, although rightly signed, says nothing that can be understood. */
public final class MalformedListException extends IOException {
    private static final long serialVersionUID = 1;

    MalformedListException(String message) {
        super(message);
    }

    MalformedListException(String message, Throwable cause) {
        super(message, cause);
    }
}
