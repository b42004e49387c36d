package org.aptheke.access;

/** A token was asked for that is not to be made; the message says why. */
public final class TokenRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    TokenRefusedException(String message) {
        super(message);
    }
}
