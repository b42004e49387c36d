package org.aptheke.suite;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.aptheke.cache.StoredResponse;
import org.aptheke.repo.apt.ReleaseFile;
import org.aptheke.store.Blob;

/**
 * Release files that belong together, read and judged.
 *
 * @param judgement whether and why they may become current
 */
record Document(Map<ReleaseName, StoredResponse> files, ReleaseFile release, Trust.Judgement judgement) {
    Document {
        files = Map.copyOf(files);
    }

    Map<ReleaseName, Blob> blobs() {
        return blobs(files);
    }

    /** Why its signatures are worth less than those of the current generation; empty when they are not. */
    Optional<String> lessTrustedThan(Generation current) {
        boolean less = current.known() && !judgement.known() && !judgement.lenient();
        return less
                ? Optional.of("a known key signed the current one, and none this: " + judgement.words())
                : Optional.empty();
    }

    static Map<ReleaseName, Blob> blobs(Map<ReleaseName, StoredResponse> files) {
        var blobs = new HashMap<ReleaseName, Blob>();
        files.forEach((name, stored) -> blobs.put(name, new Blob(stored.digest(), stored.size())));
        return blobs;
    }
}
