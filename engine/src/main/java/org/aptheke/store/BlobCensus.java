package org.aptheke.store;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.aptheke.digest.Digest;

/** What blobs there are, for jobs. Safe for use by many threads. */
public interface BlobCensus {
    /** All blobs are on so many shelves. */
    int SHELVES = 256;

    /** Takes one blob after another. */
    interface BlobTaker {
        void take(Digest digest, long size, Instant writtenAt) throws IOException;
    }

    /**
     * Hands over the blobs whose digest begins with this byte, from 0 to 255, in no order. Of those that come or go
     * meanwhile some may be among them.
     */
    void forEachBlob(int shelf, BlobTaker taker) throws IOException;

    /** Whether there is a file for a blob, of whatever size. */
    boolean has(Digest digest) throws IOException;

    /** What is among the blobs and is none, by its name: nothing of this program's making. */
    List<String> strangers() throws IOException;

    /** What blobs and parts take; empty until it was counted. */
    OptionalLong usedBytes();

    /** Counts what blobs and kept parts take, and returns it. Looks at every file. */
    long countUsed() throws IOException;

    /** Bytes that could still be written where the blobs are. */
    long usableBytes() throws IOException;
}
