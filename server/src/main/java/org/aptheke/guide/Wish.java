package org.aptheke.guide;

import java.util.Optional;

/**
 * What the set-ups are to be written for.
 *
 * @param repository empty for examples
 * @param certificates a file on the clients with the authority of the cache's own certificate; empty when the system's
 *     authorities know it
 */
public record Wish(Optional<Repository> repository, Optional<String> certificates) {
    static final Wish EXAMPLES = new Wish(Optional.empty(), Optional.empty());

    public Wish {
        if (certificates.isPresent() && !certificates.get().matches("/[A-Za-z0-9._~+/-]+")) {
            throw new IllegalArgumentException(certificates.get() + ": not the whole path of a file without spaces");
        }
    }
}
