package org.aptheke.digest;

import java.util.Locale;

/**
 * A digest of any of the algorithms that repositories use, as their indexes write it. Immutable.
 *
 * @param hex lower case, exactly as long as the algorithm's digests are
 */
public record Checksum(DigestAlgorithm algorithm, String hex) {
    public Checksum {
        hex = hex.toLowerCase(Locale.ROOT);
        if (!isHex(hex, algorithm)) {
            throw new IllegalArgumentException("not a digest of " + algorithm + ": " + hex);
        }
    }

    /** The checksum that is this SHA-256 digest. */
    public static Checksum of(Digest digest) {
        return new Checksum(DigestAlgorithm.SHA256, digest.toHex());
    }

    /** Whether these are the hexadecimal digits, of either case, of a digest of that algorithm. */
    public static boolean isHex(String digits, DigestAlgorithm algorithm) {
        return digits.length() == 2 * algorithm.bytes()
                && digits.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
    }

    @Override
    public String toString() {
        return algorithm.repositoryName() + ":" + hex;
    }
}
