package org.aptheke.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.aptheke.config.ConfigFile;
import org.aptheke.config.ConfigRefusedException;
import org.aptheke.migrate.Migration;

/** The configuration that a migration comes to, as a file. */
final class MigratedFile {
    private static final String PART = "conf.d/apt-cacher-ng.toml";

    /** Where data and logs lie is all that the file of a package says. */
    private static final Pattern BROUGHT = Pattern.compile("|#.*|\\[[a-z.]+]|(data|access|audit) *=.*");

    private MigratedFile() {}

    /**
     * Where it belongs: the main file; or a part beside that, when there is a main file that sets nothing but places, as
     * packages bring one.
     */
    static Path placeFor(Path main) throws IOException {
        return Files.exists(main) && setsPlacesOnly(main) ? main.resolveSibling(PART) : main;
    }

    private static boolean setsPlacesOnly(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(String::strip)
                    .allMatch(line -> BROUGHT.matcher(line).matches());
        }
    }

    /**
     * Writes it with its lists of mirrors, unless there is one.
     *
     * @param main the main file, which may be another
     * @return whether it was written
     * @throws ConfigRefusedException when the program could not be started with it; then there is none
     */
    static boolean write(Migration migration, Path file, Path main, Surroundings surroundings)
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
                // A part is read with the main file, also while it has another name.
                ConfigFile.load(surroundings.sources(Optional.of(file.equals(main) ? draft : main)));
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
