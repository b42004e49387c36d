package org.aptheke.origin;

import java.io.IOException;

/** No address of the origin could be connected to; the message names each and its cause. */
public final class OriginUnreachableException extends IOException {
    private static final long serialVersionUID = 1;

    public OriginUnreachableException(String message) {
        super(message);
    }

    public OriginUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
