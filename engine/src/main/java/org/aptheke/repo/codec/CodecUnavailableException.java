package org.aptheke.repo.codec;

import java.io.IOException;

/** The native library of a codec cannot be used on this system; says nothing about the file. */
public final class CodecUnavailableException extends IOException {
    private static final long serialVersionUID = 1;

    CodecUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
