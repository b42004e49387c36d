package org.aptheke.origin;

import java.io.IOException;

/** The egress guard forbids the address; the message names it and the setting that would allow it. */
public final class EgressRefusedException extends IOException {
    private static final long serialVersionUID = 1;

    public EgressRefusedException(String message) {
        super(message);
    }

    public EgressRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
