package org.aptheke.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file whose usual place is in the data directory.
 *
 * @param text a path, of which a relative one is meant from the data directory; {@code off} for none
 */
record DataFile(String text) {
    private static final String OFF = "off";

    static final Kind<DataFile> KIND = Kind.text("file or \"off\"", DataFile::new, DataFile::text);

    DataFile {
        if (text.isBlank()) {
            throw new IllegalArgumentException("a path is wanted, or \"" + OFF + "\"; this is empty");
        }
        try {
            var _ = Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("not a path: " + e.getReason(), e);
        }
    }

    Optional<Path> in(Path data) {
        return text.equals(OFF)
                ? Optional.empty()
                : Optional.of(data.resolve(text).normalize());
    }
}
