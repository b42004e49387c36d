package org.aptheke.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.aptheke.digest.DigestAlgorithm;

/** Where files of this machine become blobs without their bytes passing through the program. Safe for use by many threads. */
public interface FileTaking {
    /**
     * A deposit that holds all bytes of a file, read once for their digests: to be committed, or closed.
     *
     * @param file a regular file, not a symbolic link; it stays where it is
     * @param mayShare whether the blob may be another name of the same file, which then nobody can write to any more;
     *     where that cannot be had, and where it is false, it is a copy
     * @throws SpaceExhaustedException when there is no room for a copy
     */
    Taken take(Path file, boolean mayShare, Set<DigestAlgorithm> also) throws IOException;

    /**
     * What was taken.
     *
     * @param shared whether it is another name of the file
     */
    record Taken(Deposit deposit, boolean shared) {}
}
