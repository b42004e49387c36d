package org.aptheke.suite;

import java.util.HashMap;
import java.util.Map;
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

    static Map<ReleaseName, Blob> blobs(Map<ReleaseName, StoredResponse> files) {
        var blobs = new HashMap<ReleaseName, Blob>();
        files.forEach((name, stored) -> blobs.put(name, new Blob(stored.digest(), stored.size())));
        return blobs;
    }
}
