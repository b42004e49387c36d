package org.aptheke.repo;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.Digest;
import org.aptheke.digest.DigestAlgorithm;

/**
 * What an index, or the name under {@code by-hash}, promises of a file. All of it must hold. Immutable.
 *
 * @param checksums at least one, at most one of each algorithm, strongest first
 * @param size in bytes; empty when only the digest is known
 */
public record Expectation(List<Checksum> checksums, OptionalLong size) {
    public Expectation {
        checksums = checksums.stream()
                .sorted(Comparator.comparing(Checksum::algorithm).reversed())
                .toList();
        if (checksums.isEmpty()
                || checksums.stream().map(Checksum::algorithm).distinct().count() != checksums.size()) {
            throw new IllegalArgumentException("one checksum of each algorithm, and one at least: " + checksums);
        }
    }

    public static Expectation of(Digest digest, long size) {
        return new Expectation(List.of(Checksum.of(digest)), OptionalLong.of(size));
    }

    public static Expectation of(Checksum checksum, OptionalLong size) {
        return new Expectation(List.of(checksum), size);
    }

    public Checksum strongest() {
        return checksums.getFirst();
    }

    public Optional<Checksum> checksum(DigestAlgorithm algorithm) {
        return checksums.stream().filter(sum -> sum.algorithm() == algorithm).findFirst();
    }

    /** The name that the content has in the store, when the promise says it. */
    public Optional<Digest> sha256() {
        return checksum(DigestAlgorithm.SHA256).map(sum -> Digest.ofHex(sum.hex()));
    }
}
