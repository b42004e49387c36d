package org.aptheke.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Reads paths: relative ones are meant from the working directory. */
final class Paths {
    private Paths() {}

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
