package org.aptheke.pool;

import java.io.IOException;

/** A file of a pool index is not what was written there: cut short, garbage, or of another program version. */
public final class DamagedIndexException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedIndexException(String message) {
        super(message);
    }
}
