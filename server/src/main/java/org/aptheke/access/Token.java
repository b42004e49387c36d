package org.aptheke.access;

import java.time.Instant;
import java.util.Optional;
import org.aptheke.digest.Digest;

/**
 * What is kept of a token for the API.
 *
 * @param name by which people know it
 * @param digest of the token itself, which is not kept
 * @param expiresAt empty when it is good until it is revoked
 */
public record Token(String name, Role role, Digest digest, Instant createdAt, Optional<Instant> expiresAt) {
    /** What a name may be: it stands in files, paths and logs as it is. */
    public static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    public Token {
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException(
                    "a token's name has letters, digits, dots, dashes and underscores, 64 at most");
        }
    }

    public boolean isOver(Instant now) {
        return expiresAt.isPresent() && !now.isBefore(expiresAt.get());
    }
}
