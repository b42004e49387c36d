package org.aptheke.repo.codec;

import java.io.IOException;

/** A compressed file expands further than it may; the message says how far and what the limit is. */
public final class ExpansionLimitException extends IOException {
    private static final long serialVersionUID = 1;

    ExpansionLimitException(String message) {
        super(message);
    }
}
