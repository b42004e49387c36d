package org.aptheke.e2e.packages;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.aptheke.testkit.Tool;

/**
 * The packages of this source tree, made by {@code ./dev package} of the built program once for all tests of a run; or those
 * in the directory that the system property {@code aptheke.packages} names.
 */
final class Packages {
    private static final Path SOURCES = Path.of("..").toAbsolutePath().normalize();
    private static final Path WORKSHOP = Path.of("target", "packages").toAbsolutePath();
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final String MIGRATIONS = "/org/aptheke/store/sql/sqlite/migrations";

    private static Optional<Packages> built = Optional.empty();

    private final Path aptheke;
    private final Path client;
    private final Path tree;
    private Optional<Path> later = Optional.empty();

    private Packages(Path directory) throws IOException {
        aptheke = only(directory, "aptheke_*.deb");
        client = only(directory, "aptheke-client_*.deb");
        tree = directory.resolve("tree");
    }

    static synchronized Packages built() throws IOException, InterruptedException {
        if (built.isEmpty()) {
            var given = System.getProperty("aptheke.packages", "");
            var directory = given.isEmpty() ? build() : Path.of(given);
            built = Optional.of(new Packages(directory));
        }
        return built.get();
    }

    private static Path build() throws IOException, InterruptedException {
        var tree = WORKSHOP.resolve("tree").toString();
        Tool.in(SOURCES).output("rm", "-rf", "--one-file-system", tree);
        var outcome = Tool.in(SOURCES)
                .within(LIMIT)
                .run(List.of("./dev", "package", "--no-build", "--out", WORKSHOP.toString(), "--tree", tree));
        if (outcome.exitCode() != 0) {
            throw new IOException(outcome.output());
        }
        return WORKSHOP;
    }

    private static Path only(Path directory, String pattern) throws IOException {
        try (var found = Files.newDirectoryStream(directory, pattern)) {
            var iterator = found.iterator();
            var file = iterator.next();
            if (iterator.hasNext()) {
                throw new IOException("more than one " + pattern + " in " + directory);
            }
            return file;
        }
    }

    /** The program. */
    Path aptheke() {
        return aptheke;
    }

    /** What makes a machine its client. */
    Path client() {
        return client;
    }

    /** The root file system of a container with the program. */
    Path tree() {
        return tree;
    }

    /**
     * The program of some day to come: the same with a later version, and with a schema that goes one step further. Only the
     * file that describes that step, and what counts it, is added to the program of today.
     */
    synchronized Path later() throws IOException, InterruptedException {
        if (later.isEmpty()) {
            later = Optional.of(makeLater());
        }
        return later.get();
    }

    private Path makeLater() throws IOException, InterruptedException {
        Files.createDirectories(WORKSHOP);
        var tree = WORKSHOP.resolve("later");
        var deb = WORKSHOP.resolve("later.deb");
        var tool = Tool.in(WORKSHOP).within(LIMIT);
        tool.output("rm", "-rf", tree.toString());
        tool.output("dpkg-deb", "--raw-extract", aptheke.toString(), tree.toString());
        addStep(tree.resolve("usr/lib/aptheke/aptheke.jar"));
        tool.output("sh", "-ec", """
                cd "$0"
                sed -i 's/^Version: .*/&+later/' DEBIAN/control
                find . -path ./DEBIAN -prune -o -type f -printf '%P\\0' | sort -z | xargs -0 md5sum >DEBIAN/md5sums
                """, tree.toString());
        // It is read once and thrown away.
        tool.output("dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "--build", tree.toString(), deb.toString());
        return deb;
    }

    private static void addStep(Path jar) throws IOException {
        try (var files = FileSystems.newFileSystem(jar)) {
            var list = files.getPath(MIGRATIONS);
            var known = Files.readString(list);
            int number =
                    Integer.parseInt(known.strip().lines().toList().getLast().replaceFirst("-.*", "")) + 1;
            var step = "%03d-of-a-day-to-come.sql".formatted(number);
            Files.writeString(list, known.stripTrailing() + "\n" + step + "\n");
            Files.writeString(list.resolveSibling(step), "CREATE TABLE day_to_come (day INTEGER PRIMARY KEY);\n");
        }
    }
}
