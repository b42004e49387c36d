package org.aptheke.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks whether configured keyrings are there. One that is not is remarked upon and no error: its package may come or go
 * while the program is installed, and a cache that did not start would be worse.
 */
final class KeyringPaths {
    private final List<String> remarks = new ArrayList<>();

    /**
     * Checks the values of a key.
     *
     * @param key for the message
     */
    KeyringPaths check(String key, List<Path> paths) {
        for (var path : paths) {
            if (!Files.exists(path)) {
                remarks.add(key + ": " + path + " does not exist"
                        + nearest(path)
                                .map(near -> "; did you mean " + near + "?")
                                .orElse(", so no key of it counts"));
            } else if (!Files.isReadable(path)) {
                remarks.add(key + ": " + path + " may not be read by this user, so no key of it counts");
            }
        }
        return this;
    }

    List<String> remarks() {
        return List.copyOf(remarks);
    }

    private static Optional<Path> nearest(Path missing) {
        var directory = missing.getParent();
        var name = missing.getFileName();
        if (directory == null || name == null) {
            return Optional.empty();
        }
        try (Stream<Path> there = Files.list(directory)) {
            Map<String, Path> names = there.collect(
                    Collectors.toMap(path -> undotted(path.getFileName()), Function.identity(), (one, other) -> one));
            return Nearest.to(undotted(name), names.keySet()).map(names::get);
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** The names of files are compared whole; a dot has a meaning in those of keys. */
    private static String undotted(Path name) {
        return name.toString().replace('.', '_');
    }
}
