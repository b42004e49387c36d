package org.aptheke.intake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.aptheke.digest.Checksum;
import org.aptheke.repo.Expectation;

/**
 * Candidates against all promises: for some thousand files at a time all indexes are read once, since there is no index
 * of the other direction, from digests to names. Used by one thread.
 */
final class Comparison {
    private final Map<Checksum, List<Candidate>> byChecksum = new HashMap<>();
    private final Map<String, Candidate> byKey = new HashMap<>();
    private final Map<String, List<Candidate>> byPlainName = new HashMap<>();

    private Comparison(Collection<Candidate> candidates) {
        for (var candidate : candidates) {
            candidate
                    .checksums()
                    .forEach(sum -> byChecksum
                            .computeIfAbsent(sum, _ -> new ArrayList<>(1))
                            .add(candidate));
            candidate.file().key().ifPresent(key -> byKey.put(key.text(), candidate));
            if (candidate.file().kind() == SourceFile.Kind.PACKAGE) {
                byPlainName
                        .computeIfAbsent(candidate.file().plainName(), _ -> new ArrayList<>(1))
                        .add(candidate);
            }
        }
    }

    static void run(Collection<Candidate> candidates, PromisedFiles promises) throws IOException {
        promises.forEach(new Comparison(candidates)::compare);
    }

    private void compare(Candidate.Name name, String plainKey, Expectation promise) {
        var compared = promise.sha256().map(Checksum::of).orElseGet(promise::strongest);
        for (var candidate : byChecksum.getOrDefault(compared, List.of())) {
            if (candidate.fits(promise)) {
                candidate.named(name);
            }
        }
        var asked = byKey.get(plainKey);
        if (asked != null && !asked.fits(promise)) {
            asked.contradicted("it is not what the index says of it: " + difference(asked, promise));
        }
        var plainName = plainKey.substring(plainKey.lastIndexOf('/') + 1);
        for (var candidate : byPlainName.getOrDefault(plainName, List.of())) {
            if (!candidate.fits(promise)) {
                candidate.hasNamesake(new Candidate.Namesake(plainKey, promise));
            }
        }
    }

    static String difference(Candidate candidate, Expectation promise) {
        long size = candidate.file().size();
        if (promise.size().isPresent() && promise.size().getAsLong() != size) {
            return size + " bytes, not " + promise.size().getAsLong();
        }
        var promised = promise.sha256().map(Checksum::of).orElseGet(promise::strongest);
        return candidate.checksum(promised.algorithm()).map(Checksum::toString).orElse("a digest that was not computed")
                + ", not " + promised.hex();
    }
}
