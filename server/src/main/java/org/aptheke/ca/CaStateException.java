package org.aptheke.ca;

import java.io.IOException;

/** What was asked does not go with the authorities there are; the message names the command that helps. */
public final class CaStateException extends IOException {
    private static final long serialVersionUID = 1L;

    CaStateException(String message) {
        super(message);
    }
}
