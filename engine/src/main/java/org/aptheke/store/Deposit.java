package org.aptheke.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.aptheke.digest.Digester;
import org.aptheke.http.Content;

/**
 * A blob being written: committed, kept as a part, or it never was. Bytes stand in the file at the positions they have
 * in the whole, so a part that begins at 1000 makes a sparse file. Written by one thread; others may read what
 * {@link #end} covers through {@link #reader}.
 */
public interface Deposit extends Closeable {
    /** The name under which it can be resumed. */
    String partial();

    /** Position of the first byte held. */
    long first();

    /** Position after the last byte written. */
    long end();

    /**
     * Appends the remaining bytes at {@link #end}.
     *
     * @throws SpaceExhaustedException when the disk or the budget is full; what was written before stays readable
     */
    void write(ByteBuffer bytes) throws IOException;

    /**
     * The digests of all bytes from {@link #first} to {@link #end}, still running: copy it before use.
     */
    Digester digester();

    /**
     * The file for readers, who close it each for themselves; stays readable after commit, keep and close. May be
     * called by any thread, and as often as there are readers: they share one file descriptor. Its size is
     * {@link #end} at the time of the call; behind that, a reader follows {@link #end}. Never read its channel in a
     * thread that may be interrupted: Java then closes the channel, for all its readers.
     */
    Content.OpenFile reader() throws IOException;

    /**
     * Makes the blob durable and visible under its digest. Only for one that began at 0. Until the deposit is closed the
     * blob is not removed: the time to enter it in the catalogue.
     *
     * @throws IOException when it could not be made durable: nothing may refer to it. A blob that is visible all the
     *     same is whole
     */
    Blob commit() throws IOException;

    /**
     * The same for a blob that not everybody may have, which is noted with it before it is visible. Nothing is noted when
     * it is there already for all; and it is for all when it comes once more by {@link #commit()}.
     *
     * @param holder as {@link BlobSource#reservedFor} says it
     */
    Blob commitFor(String holder) throws IOException;

    /** Leaves the bytes so far as a partial file that {@link BlobSink#resume} finds. */
    void keep() throws IOException;

    /** Removes the file unless it was committed or kept. */
    @Override
    void close() throws IOException;
}
