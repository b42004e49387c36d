package org.aptheke.store.local;

import java.io.IOException;
import org.aptheke.digest.Digest;
import org.aptheke.store.BlobRemover;

/** A blob that was announced to go. */
record LeavingBlob(Digest digest, LocalBlobStore store) implements BlobRemover.Leaving {
    @Override
    public boolean remove() throws IOException {
        return store.leave(digest, false);
    }

    @Override
    public boolean quarantine() throws IOException {
        return store.leave(digest, true);
    }

    @Override
    public void close() {
        store.stays(digest);
    }
}
