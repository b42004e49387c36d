package org.aptheke.store;

import java.io.IOException;

/** The disk, or the budget on it, has no room: what was to be stored must pass through instead. */
public final class SpaceExhaustedException extends IOException {
    private static final long serialVersionUID = 1;

    public SpaceExhaustedException(String message, Throwable cause) {
        super(message, cause);
    }

    public SpaceExhaustedException(String message) {
        super(message);
    }
}
