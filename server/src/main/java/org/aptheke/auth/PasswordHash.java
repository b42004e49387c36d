package org.aptheke.auth;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.aptheke.origin.Secret;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/** Makes what is kept of a new password. */
public final class PasswordHash {
    /** A quarter of a second or so to compare: nobody who logs in minds, everybody who guesses does. */
    private static final int COST = 12;

    private static final int SALT_BYTES = 16;

    /** What is beyond would not count, which nobody expects. */
    private static final int MOST_BYTES = 72;

    private PasswordHash() {}

    /**
     * With bcrypt, like {@code $2y$12$} and 53 characters more.
     *
     * @throws IllegalArgumentException when it is empty or too long, saying so
     */
    public static String of(Secret password) {
        byte[] bytes = password.reveal().getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "a password has 1 to " + MOST_BYTES + " bytes, this has " + bytes.length);
        }
        var salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return OpenBSDBCrypt.generate("2y", bytes, salt, COST);
    }
}
