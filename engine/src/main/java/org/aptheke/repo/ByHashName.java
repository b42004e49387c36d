package org.aptheke.repo;

import java.util.Optional;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.DigestAlgorithm;

/**
 * A name that is a promise: {@code DIRECTORY/by-hash/SHA256/HEX} is a file of the directory with that digest. Immutable.
 *
 * @param directory what is before {@code by-hash/}; empty or with a slash at its end
 */
public record ByHashName(String directory, Checksum checksum) {
    private static final String BY_HASH = "by-hash/";

    public ByHashName {
        if (!directory.isEmpty() && !directory.endsWith("/")) {
            throw new IllegalArgumentException("not a directory: " + directory);
        }
    }

    /** What the path says, whether it is absolute or relative; empty when it is no such name. */
    public static Optional<ByHashName> of(String path) {
        int name = path.lastIndexOf('/') + 1;
        int type = path.lastIndexOf('/', name - 2) + 1;
        int directory = type - BY_HASH.length();
        if (name < 2 || directory < 0 || !path.startsWith(BY_HASH, directory)) {
            return Optional.empty();
        }
        if (directory > 0 && path.charAt(directory - 1) != '/') {
            return Optional.empty();
        }
        String digits = path.substring(name);
        return DigestAlgorithm.ofRepositoryName(path.substring(type, name - 1))
                .filter(algorithm -> Checksum.isHex(digits, algorithm))
                .map(algorithm -> new ByHashName(path.substring(0, directory), new Checksum(algorithm, digits)));
    }

    /** The name itself, with the digits in lower case. */
    public String path() {
        return directory + BY_HASH + checksum.algorithm().repositoryName() + "/" + checksum.hex();
    }

    @Override
    public String toString() {
        return path();
    }
}
