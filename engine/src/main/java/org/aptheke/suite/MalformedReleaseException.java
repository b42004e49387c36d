package org.aptheke.suite;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A release file that is none, or that contradicts another. */
final class MalformedReleaseException extends IOException {
    private static final long serialVersionUID = 1;

    MalformedReleaseException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
