package org.aptheke.origin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A password, a token or a key that must not get into a log, a message or an answer by accident: it says itself only
 * when asked by name. Immutable.
 */
public final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    public static Secret of(String value) {
        return new Secret(value);
    }

    /** The secret itself, to be given to nobody but the one it is for. */
    public String reveal() {
        return value;
    }

    /** Takes as long whether the first or the last character differs. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes(), secret.bytes());
    }

    /** The same for all: a hash would tell something. */
    @Override
    public int hashCode() {
        return 0;
    }

    @Override
    public String toString() {
        return "***";
    }

    private byte[] bytes() {
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
