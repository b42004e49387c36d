package org.aptheke.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.aptheke.config.ConfigFile;
import org.aptheke.config.ConfigRefusedException;
import org.aptheke.migrate.Migration;

/** The configuration that a migration comes to, as a file. */
final class MigratedFile {
    private MigratedFile() {}

    /**
     * Writes it with its lists of mirrors, unless there is one.
     *
     * @return whether it was written
     * @throws ConfigRefusedException when the program could not be started with it; then there is none
     */
    static boolean write(Migration migration, Path file, Surroundings surroundings)
            throws IOException, ConfigRefusedException {
        if (Files.exists(file)) {
            return false;
        }
        try {
            Files.createDirectories(file.resolveSibling(""));
            for (var list : migration.lists().entrySet()) {
                Files.createDirectories(list.getKey().resolveSibling(""));
                Files.write(list.getKey(), list.getValue(), StandardCharsets.UTF_8);
            }
            // Only its owner reads it while it is made: passwords of proxies may stand in it.
            var draft = Files.createTempFile(file.resolveSibling(""), ".migrated", ".toml");
            try {
                Files.writeString(draft, migration.toml());
                ConfigFile.load(surroundings.sources(Optional.of(draft)));
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(draft);
            }
            return true;
        } catch (FileSystemException e) {
            throw new IOException(
                    e.getFile() + " cannot be written: "
                            + (e.getReason() == null ? e.getClass().getSimpleName() : e.getReason()),
                    e);
        }
    }
}
