package org.aptheke.origin.client;

import java.io.IOException;

/** Reads content out of its framing. Used by one thread. */
interface ContentReader {
    /**
     * Reads some bytes, at least one.
     *
     * @return their number, or -1 at the proper end
     * @throws org.aptheke.origin.PrematureEndException when the connection ended before
     * @throws org.aptheke.origin.MalformedResponseException when the framing is wrong
     */
    int read(byte[] target, int offset, int length) throws IOException;

    /** Whether all content was read, and the next byte of the connection belongs to another response. */
    boolean atEnd();
}
