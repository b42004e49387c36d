package org.aptheke.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** How files are put together for sending. Safe for use by many threads. */
public interface FilePacking {
    /** Whether a file begins as a bundle does. */
    boolean isBundle(Path file) throws IOException;

    /**
     * Writes files, and those below directories, with their names below there. Symbolic links are not followed.
     *
     * @param passedBy told of each file that cannot be read, with the reason
     */
    void pack(List<Path> roots, OutputStream to, Consumer<String> passedBy) throws IOException;
}
