package org.aptheke.intake;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.aptheke.cache.CacheKey;
import org.aptheke.digest.Checksum;
import org.aptheke.digest.DigestAlgorithm;
import org.aptheke.http.PercentEncoding;
import org.aptheke.repo.ByHashName;
import org.aptheke.repo.Expectation;
import org.aptheke.store.Blob;
import org.aptheke.suite.SuiteNames;
import org.aptheke.suite.Suites;

/** All that the suites in use promise, one after another. Safe for use by many threads. */
record PromisedFiles(Suites suites) {
    /** Takes what is promised; some of it comes more than once. */
    interface Taker {
        /**
         * Takes a promise.
         *
         * @param name what the content is entered under
         * @param plainKey what it is asked for as
         */
        void take(Candidate.Name name, String plainKey, Expectation promise) throws IOException;
    }

    void forEach(Taker taker) throws IOException {
        for (var suite : suites.names()) {
            var _ = suite.forEach(new OfSuite(suite, taker));
        }
    }

    /** The algorithms without which some promises cannot be compared; SHA-256 is computed in any case. */
    Set<DigestAlgorithm> algorithms() throws IOException {
        var needed = EnumSet.noneOf(DigestAlgorithm.class);
        forEach((_, _, promise) -> {
            if (promise.sha256().isEmpty()) {
                needed.add(promise.strongest().algorithm());
            }
        });
        return needed;
    }

    private record OfSuite(SuiteNames suite, Taker taker) implements SuiteNames.Taker {
        @Override
        public void releaseFile(Blob blob) {
            // It is in the store: it came first.
        }

        @Override
        public void member(String path, Expectation promise) throws IOException {
            var directory = suite.id().directory() + "/";
            var hash = promise.sha256().map(Checksum::of).orElseGet(promise::strongest);
            var byHash = new ByHashName(path.substring(0, path.lastIndexOf('/') + 1), hash).path();
            var member = new Candidate.Member(suite.id(), path);
            taker.take(
                    new Candidate.Name(new CacheKey(directory + PercentEncoding.encoded(byHash)), Optional.of(member)),
                    directory + PercentEncoding.encoded(path),
                    promise);
        }

        @Override
        public void pool(String index, String archiveRoot, String path, Expectation promise) throws IOException {
            var key = archiveRoot + PercentEncoding.encoded("/" + path);
            taker.take(new Candidate.Name(new CacheKey(key), Optional.empty()), key, promise);
        }
    }
}
