package org.aptheke.suite;

import java.util.Optional;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.DigestAlgorithm;

/**
 * A name below {@code by-hash}, which is its own promise.
 *
 * @param directory what is before {@code by-hash}; empty, or ends with a slash
 */
record HashName(String directory, Checksum checksum) {
    private static final String BY_HASH = "by-hash/";

    /** Reads {@code …/by-hash/SHA256/<hex>}; empty for all else. */
    static Optional<HashName> of(String path) {
        int hexAt = path.lastIndexOf('/') + 1;
        int algorithmAt = hexAt < 2 ? 0 : path.lastIndexOf('/', hexAt - 2) + 1;
        int byHashAt = algorithmAt - BY_HASH.length();
        if (hexAt == 0 || byHashAt < 0 || !path.startsWith(BY_HASH, byHashAt)) {
            return Optional.empty();
        }
        boolean whole = byHashAt == 0 || path.charAt(byHashAt - 1) == '/';
        String hex = path.substring(hexAt);
        return DigestAlgorithm.ofRepositoryName(path.substring(algorithmAt, hexAt - 1))
                .filter(algorithm -> whole && Checksum.isHex(hex, algorithm))
                .map(algorithm -> new HashName(path.substring(0, byHashAt), new Checksum(algorithm, hex)));
    }
}
