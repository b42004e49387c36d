package org.aptheke.intake;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aptheke.cache.CacheKey;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.Digest;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.repo.Expectation;
import org.aptheke.suite.SuiteId;

/** A file that was read, and what the suites in use say of it. Used by one thread. */
final class Candidate {
    private static final int MOST_NAMES = 16;

    private final SourceFile file;
    private final Digest digest;
    private final Map<DigestAlgorithm, Checksum> checksums;
    private final List<Name> names = new ArrayList<>();
    private Optional<String> contradiction = Optional.empty();
    private Optional<Namesake> namesake = Optional.empty();

    /** A name that the content is promised under; the member of a suite that it is, if it is one. */
    record Name(CacheKey key, Optional<Member> member) {}

    /** A member of a suite, by its path. */
    record Member(SuiteId suite, String path) {}

    /** A file of the same name that is another one. */
    record Namesake(String where, Expectation promise) {}

    Candidate(SourceFile file, Digest digest, List<Checksum> checksums) {
        this.file = file;
        this.digest = digest;
        var byAlgorithm = new EnumMap<DigestAlgorithm, Checksum>(DigestAlgorithm.class);
        checksums.forEach(sum -> byAlgorithm.put(sum.algorithm(), sum));
        this.checksums = byAlgorithm;
    }

    SourceFile file() {
        return file;
    }

    Digest digest() {
        return digest;
    }

    /** All that were computed. */
    Collection<Checksum> checksums() {
        return checksums.values();
    }

    Optional<Checksum> checksum(DigestAlgorithm algorithm) {
        return Optional.ofNullable(checksums.get(algorithm));
    }

    /** Whether it is what is promised, all of which must hold; what was not computed of it counts for nothing. */
    boolean fits(Expectation promise) {
        if (promise.size().orElse(file.size()) != file.size()) {
            return false;
        }
        // Of a promise with SHA-256 and more, SHA-256 is always computed and tells enough.
        var computed = promise.checksums().stream()
                .filter(sum -> checksums.containsKey(sum.algorithm()))
                .toList();
        return !computed.isEmpty() && computed.stream().allMatch(sum -> sum.equals(checksums.get(sum.algorithm())));
    }

    void named(Name name) {
        if (names.size() < MOST_NAMES && !names.contains(name)) {
            names.add(name);
        }
    }

    void contradicted(String words) {
        contradiction = Optional.of(words);
    }

    void hasNamesake(Namesake other) {
        if (namesake.isEmpty() || other.promise().size().orElse(-1) == file.size()) {
            namesake = Optional.of(other);
        }
    }

    List<Name> names() {
        return names;
    }

    /** What is promised under its own key, when that is another content. */
    Optional<String> contradiction() {
        return contradiction;
    }

    Optional<Namesake> namesake() {
        return namesake;
    }
}
