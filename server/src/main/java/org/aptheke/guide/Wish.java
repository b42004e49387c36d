package org.aptheke.guide;

import java.util.Optional;

/**
 * What the set-ups are to be written for.
 *
 * @param repository empty for examples
 * @param certificates a file on the clients with the authority of the cache's own certificate; empty when the system's
 *     authorities know it
 * @param user whom clients log in as, where they must
 */
public record Wish(Optional<Repository> repository, Optional<String> certificates, Optional<String> user) {
    public static final Wish EXAMPLES = new Wish(Optional.empty(), Optional.empty(), Optional.empty());

    public Wish {
        if (certificates.isPresent() && !certificates.get().matches("/[A-Za-z0-9._~+/-]+")) {
            throw new IllegalArgumentException(certificates.get() + ": not the whole path of a file without spaces");
        }
        if (user.isPresent() && !user.get().matches("[A-Za-z0-9._@+-]+")) {
            throw new IllegalArgumentException(user.get() + ": not a user of letters, digits and . _ @ + -");
        }
    }
}
