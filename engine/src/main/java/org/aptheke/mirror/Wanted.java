package org.aptheke.mirror;

import java.io.IOException;
import java.util.Optional;
import org.aptheke.cache.StoredResponse;
import org.aptheke.digest.Digest;
import org.aptheke.fetch.FetchPlan;
import org.aptheke.repo.Expectation;
import org.aptheke.suite.SuiteFiles;

/**
 * A file that is to be brought.
 *
 * @param files of the release that names it
 * @param from where its path leads
 * @param reason for the counts, in words for people
 * @param optional whether it does no harm that the origin lacks it: another form of it will do
 */
record Wanted(
        SuiteFiles files,
        SuiteFiles.Named from,
        String path,
        Expectation expectation,
        String reason,
        boolean optional) {
    Optional<StoredResponse> stored() throws IOException {
        return files.stored(from.key(path), expectation);
    }

    FetchPlan plan() {
        return from.plan(path, expectation);
    }

    long size() {
        return expectation.size().orElse(0);
    }

    /** Its name in the store, when the index says it. */
    Optional<Digest> digest() {
        return expectation.sha256();
    }

    @Override
    public String toString() {
        return from.key(path).text();
    }
}
