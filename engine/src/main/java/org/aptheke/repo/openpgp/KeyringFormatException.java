package org.aptheke.repo.openpgp;

import java.io.IOException;

/** Bytes are not a keyring; the message says what they are instead, or what to do. */
public final class KeyringFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    KeyringFormatException(String message) {
        super(message);
    }
}
