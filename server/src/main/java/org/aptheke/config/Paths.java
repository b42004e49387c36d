package org.aptheke.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads paths: relative ones are meant from the working directory. */
final class Paths {
    private Paths() {}

    /** The same; an empty text is no path. */
    static Optional<Path> optional(String text) {
        return text.isBlank() ? Optional.empty() : Optional.of(absolute(text));
    }

    static Path absolute(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("a path is wanted, this is empty");
        }
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("not a path: " + e.getReason(), e);
        }
    }
}
