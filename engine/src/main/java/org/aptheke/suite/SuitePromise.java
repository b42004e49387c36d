package org.aptheke.suite;

import java.util.List;
import java.util.Optional;
import org.aptheke.cache.CacheKey;
import org.aptheke.digest.Digest;
import org.aptheke.http.PercentEncoding;
import org.aptheke.repo.Expectation;

/**
 * That a generation of a suite promises a file, for people.
 *
 * @param suite authority and directory of its release files
 * @param current whether it is the generation that clients get; else one that is kept for those in the middle of an update
 * @param by what the promise stands in
 * @param content that is promised; empty where only weaker checksums are
 */
public record SuitePromise(String suite, long generation, boolean current, String by, Optional<Digest> content) {

    static List<SuitePromise> releaseFile(Suite suite, CacheKey key) {
        var name = ReleaseName.of(key.text().substring(key.text().lastIndexOf('/') + 1));
        return suite.state().generations().stream()
                .flatMap(generation -> name
                        .map(generation.files()::get)
                        .map(blob -> of(suite, generation, "the generation itself", Optional.of(blob.digest())))
                        .stream())
                .toList();
    }

    static List<SuitePromise> member(Suite suite, CacheKey key) {
        var path = PercentEncoding.decoded(suite.id().relative(key));
        return suite.state().generations().stream()
                .flatMap(generation -> path
                        .flatMap(generation.release()::member)
                        .map(member -> of(
                                suite,
                                generation,
                                "release file",
                                member.expectation().sha256()))
                        .stream())
                .toList();
    }

    static SuitePromise pooled(Suite suite, Generation generation, Expectation promise) {
        return of(suite, generation, "index of the pool", promise.sha256());
    }

    private static SuitePromise of(Suite suite, Generation generation, String by, Optional<Digest> content) {
        boolean current = suite.current()
                .filter(now -> now.number() == generation.number())
                .isPresent();
        return new SuitePromise(suite.id().directory(), generation.number(), current, by, content);
    }
}
