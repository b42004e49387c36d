package org.aptheke.store;

import java.io.IOException;
import java.util.Optional;
import org.aptheke.digest.Digest;
import org.aptheke.http.Content;

/** Where answers read blobs. Safe for use by many threads. */
public interface BlobSource {
    /**
     * Opens a blob. An open one stays readable although the blob is removed meanwhile.
     *
     * @param size what the catalogue says; a file of another size is damaged and treated as absent
     */
    Optional<Content.OpenFile> open(Digest digest, long size) throws IOException;

    /**
     * For whom a blob is that not everybody may have: the name of the operator's credentials it was got with, or an empty
     * name where it is for nobody but those who have asked for it. It is known when no catalogue knows the blob.
     *
     * @return empty when it is for all, or there is no such blob
     */
    Optional<String> reservedFor(Digest digest) throws IOException;

    /** Opens a kept partial file for reading (see {@link Deposit#keep}); empty when it is gone. */
    Optional<Content.OpenFile> openPartial(String partial) throws IOException;
}
