package org.aptheke.server.netty;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The client took no more of an answer. */
final class ClientGoneException extends IOException {
    private static final long serialVersionUID = 1;

    ClientGoneException(@Nullable Throwable cause) {
        super(
                "the client left" + (cause == null || cause.getMessage() == null ? "" : ": " + cause.getMessage()),
                cause);
    }
}
