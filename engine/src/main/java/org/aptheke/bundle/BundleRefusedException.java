package org.aptheke.bundle;

import java.io.IOException;

/** A bundle is not taken, whole as it is or not; the message says why, and what can be done. */
public final class BundleRefusedException extends IOException {
    private static final long serialVersionUID = 1;

    BundleRefusedException(String message) {
        super(message);
    }

    BundleRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
