package org.aptheke.repo.openpgp;

import java.time.Instant;
import java.util.List;

/**
 * Who made a signature, as the keyrings know it.
 *
 * @param key the key that signed, often a subkey
 * @param certificate the primary key it belongs to
 * @param userId what the owner calls the key; printable, may be empty
 * @param signedAt as the signature says
 * @param places where the key came from
 */
public record Signer(Fingerprint key, Fingerprint certificate, String userId, Instant signedAt, List<String> places) {
    public Signer {
        places = List.copyOf(places);
    }

    /** The name and the primary key, for a person. */
    @Override
    public String toString() {
        return userId.isEmpty() ? certificate.hex() : userId + " (" + certificate + ")";
    }
}
