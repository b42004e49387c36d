package org.aptheke.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.aptheke.digest.Digest;

/** Takes blobs out of the store. Safe for use by many threads. */
public interface BlobRemover {
    /**
     * Announces that a blob is to go; who opens or writes it from now on keeps it.
     *
     * @param evenIfRead whether it may go while somebody reads it, who can read on
     * @return empty when it was just written, is being removed already, or is being read and may not go then
     */
    Optional<Leaving> announce(Digest digest, boolean evenIfRead);

    /** A blob that is to go. Used by one thread. */
    interface Leaving extends Closeable {
        /** Removes it; false when somebody has opened or written it since it was announced, and nothing was done. */
        boolean remove() throws IOException;

        /** Puts it aside, where people can look at it; also when somebody came for it, who is better off without. */
        boolean quarantine() throws IOException;

        /** It stays, unless it is gone. */
        @Override
        void close();
    }

    /** Puts aside what is among the blobs and is none. */
    void quarantineStranger(String name) throws IOException;

    /** Removes a partial file; false when a deposit writes it. */
    boolean removePartial(String partial) throws IOException;
}
