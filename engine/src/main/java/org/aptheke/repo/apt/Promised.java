package org.aptheke.repo.apt;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.Set;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.repo.Expectation;

/** What an index says of one file, while it is gathered from the fields. Mutable, for one thread. */
final class Promised {
    private static final long UNKNOWN = -1;

    private final byte[] digests = new byte[offset(DigestAlgorithm.SHA512) + DigestAlgorithm.SHA512.bytes()];
    private final Set<DigestAlgorithm> present = EnumSet.noneOf(DigestAlgorithm.class);
    private long size = UNKNOWN;

    void clear() {
        size = UNKNOWN;
        present.clear();
    }

    void addSize(long bytes) throws MalformedMetadataException {
        if (size != UNKNOWN && size != bytes) {
            throw new MalformedMetadataException("two sizes for one file: %d and %d".formatted(size, bytes));
        }
        size = bytes;
    }

    void addDigest(DigestAlgorithm algorithm, Slice hex) throws MalformedMetadataException {
        if (!has(algorithm)) {
            hex.digest(algorithm, digests, offset(algorithm));
            present.add(algorithm);
            return;
        }
        var read = new byte[algorithm.bytes()];
        hex.digest(algorithm, read, 0);
        int from = offset(algorithm);
        if (!Arrays.equals(digests, from, from + algorithm.bytes(), read, 0, read.length)) {
            throw new MalformedMetadataException(
                    "two digests of %s for one file".formatted(algorithm.repositoryName()));
        }
    }

    /** Whether there is any digest. */
    boolean isPromise() {
        return !present.isEmpty();
    }

    boolean has(DigestAlgorithm algorithm) {
        return present.contains(algorithm);
    }

    /** The strongest of the digests, of which there is one at least. */
    DigestAlgorithm strongest() {
        return Collections.max(present);
    }

    OptionalLong size() {
        return size == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(size);
    }

    /** Writes a digest that is there. */
    void copyDigest(DigestAlgorithm algorithm, byte[] target, int at) {
        System.arraycopy(digests, offset(algorithm), target, at, algorithm.bytes());
    }

    Checksum checksum(DigestAlgorithm algorithm) {
        int from = offset(algorithm);
        return new Checksum(algorithm, HexFormat.of().formatHex(digests, from, from + algorithm.bytes()));
    }

    Expectation expectation() {
        return new Expectation(present.stream().map(this::checksum).toList(), size());
    }

    private static int offset(DigestAlgorithm algorithm) {
        return switch (algorithm) {
            case MD5 -> 0;
            case SHA1 -> 16;
            case SHA256 -> 36;
            case SHA512 -> 68;
        };
    }
}
