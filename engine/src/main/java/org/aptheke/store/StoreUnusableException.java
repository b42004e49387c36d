package org.aptheke.store;

import java.io.IOException;

/**
 * The store cannot be opened as it is, and trying again will not help: another process uses it, it cannot be written,
 * or a newer program made it. The message is one line for the operator.
 */
public final class StoreUnusableException extends IOException {
    private static final long serialVersionUID = 1;

    public StoreUnusableException(String message) {
        super(message);
    }

    public StoreUnusableException(String message, Throwable cause) {
        super(message, cause);
    }
}
