package org.aptheke.keep;

import java.io.IOException;
import org.aptheke.digest.Digest;
import org.aptheke.store.BlobCensus;

/** Whether a blob is on its shelf, of whatever size. */
final class Presence {
    private Presence() {}

    static boolean of(BlobCensus blobs, Digest content) throws IOException {
        var found = new boolean[1];
        blobs.forEachBlob((int) (content.a() >>> 56), (digest, size, writtenAt) -> found[0] |= digest.equals(content));
        return found[0];
    }
}
