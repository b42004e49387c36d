package org.aptheke.pool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.repo.Expectation;

/**
 * What of a promise an index keeps: the strong digests (SHA-256 too when there is SHA-512, because the store names
 * contents by it), and where there are none, the strongest.
 */
final class KeptPromise {
    private KeptPromise() {}

    static Expectation of(Expectation promise) {
        if (promise.checksums().size() == 1) {
            return promise;
        }
        var strong = promise.checksums().stream()
                .filter(sum -> sum.algorithm().compareTo(DigestAlgorithm.SHA256) >= 0)
                .toList();
        return new Expectation(strong.isEmpty() ? List.of(promise.strongest()) : strong, promise.size());
    }

    /** What to keep when both are promised of one file; empty when no file can be both. */
    static Optional<Expectation> ofBoth(Expectation first, Expectation second) {
        if (first.equals(second)) {
            return Optional.of(first);
        }
        var sums = new ArrayList<>(first.checksums());
        for (var sum : second.checksums()) {
            var other = first.checksum(sum.algorithm());
            if (other.isEmpty()) {
                sums.add(sum);
            } else if (!other.get().equals(sum)) {
                return Optional.empty();
            }
        }
        boolean sizesDiffer = first.size().isPresent()
                && second.size().isPresent()
                && first.size().getAsLong() != second.size().getAsLong();
        if (sizesDiffer) {
            return Optional.empty();
        }
        OptionalLong size = first.size().isPresent() ? first.size() : second.size();
        sums.sort(Comparator.comparing(Checksum::algorithm));
        return Optional.of(of(new Expectation(sums, size)));
    }
}
