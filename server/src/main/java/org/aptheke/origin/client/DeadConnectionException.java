package org.aptheke.origin.client;

import java.io.IOException;

/** A kept connection turned out to be closed before a byte of the response came. */
final class DeadConnectionException extends IOException {
    private static final long serialVersionUID = 1;

    DeadConnectionException(IOException cause) {
        super(cause);
    }
}
