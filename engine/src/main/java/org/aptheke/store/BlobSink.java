package org.aptheke.store;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.aptheke.digest.Digest;
import org.aptheke.digest.DigestAlgorithm;

/** Where fetches write blobs. Safe for use by many threads; a {@link Deposit} belongs to one. */
public interface BlobSink {
    /**
     * Begins a blob, or a part of one.
     *
     * @param first position of the first byte that will be written; 0 for a whole blob
     * @param completeLength of the whole, when known: space for it is reserved
     * @param also algorithms besides SHA-256 whose digests are computed while bytes are written
     * @throws SpaceExhaustedException when there is no room for it
     */
    Deposit open(long first, OptionalLong completeLength, Set<DigestAlgorithm> also) throws IOException;

    default Deposit open(long first, OptionalLong completeLength) throws IOException {
        return open(first, completeLength, Set.of());
    }

    /**
     * Goes on with a partial file that was kept, by a crash or on purpose. What it holds is read once for all digests.
     *
     * @param first as it was begun with
     * @return empty when it is gone, when it holds nothing behind {@code first}, or while another deposit writes it
     */
    Optional<Deposit> resume(String partial, long first, OptionalLong completeLength, Set<DigestAlgorithm> also)
            throws IOException;

    default Optional<Deposit> resume(String partial, long first, OptionalLong completeLength) throws IOException {
        return resume(partial, first, completeLength, Set.of());
    }

    /** Whether a blob is there, as far as its size tells. */
    boolean holds(Digest digest, long size) throws IOException;

    /** Removes a partial file; nothing happens when it is gone, or while a deposit writes it. */
    void discardPartial(String partial) throws IOException;
}
