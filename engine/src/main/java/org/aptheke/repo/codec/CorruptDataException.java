package org.aptheke.repo.codec;

import java.io.IOException;

/** A compressed file is not what its name says, is damaged, or ends too early. */
public final class CorruptDataException extends IOException {
    private static final long serialVersionUID = 1;

    CorruptDataException(String message) {
        super(message);
    }

    CorruptDataException(String message, Throwable cause) {
        super(message, cause);
    }
}
