package org.aptheke.digest;

import java.util.List;
import java.util.Optional;

/** The digests that Debian repositories name files by, from the weakest to the strongest. */
public enum DigestAlgorithm {
    MD5("MD5", "MD5Sum", 16),
    SHA1("SHA-1", "SHA1", 20),
    SHA256("SHA-256", "SHA256", 32),
    SHA512("SHA-512", "SHA512", 64);

    private static final List<DigestAlgorithm> ALL = List.of(values());

    private final String standardName;
    private final String repositoryName;
    private final int bytes;

    DigestAlgorithm(String standardName, String repositoryName, int bytes) {
        this.standardName = standardName;
        this.repositoryName = repositoryName;
        this.bytes = bytes;
    }

    /** As {@link java.security.MessageDigest} knows it. */
    public String standardName() {
        return standardName;
    }

    /** As release files and {@code by-hash} directories write it: {@code MD5Sum}, {@code SHA256} … */
    public String repositoryName() {
        return repositoryName;
    }

    /** Length of a digest in bytes. */
    public int bytes() {
        return bytes;
    }

    /** The algorithm of a {@code by-hash} directory or a field of a release file; names are compared as written. */
    public static Optional<DigestAlgorithm> ofRepositoryName(String name) {
        return ALL.stream()
                .filter(algorithm -> algorithm.repositoryName.equals(name))
                .findFirst();
    }
}
