package org.aptheke.cli;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.aptheke.config.ConfigFile;
import org.aptheke.config.ConfigRefusedException;
import org.aptheke.config.ConfigSources;
import org.aptheke.config.Settings;
import org.aptheke.migrate.Migration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Takes over apt-cacher-ng. */
@Command(
        name = "migrate",
        description = {
            "Takes over the configuration of apt-cacher-ng: writes one for this program, and says of each directive, by file"
                    + " and line, which setting takes its place or why none does.",
            "A configuration that is there already is left as it is; beside one that sets nothing, as the package brings it,"
                    + " the result is conf.d/apt-cacher-ng.toml. With --cache, the cache is taken over too: files that"
                    + " signed indexes vouch for, by another name where that is possible, so that no room is needed."
                    + " docs/migrate.md tells the whole way."
        })
final class MigrateCommand extends WithHelp implements Callable<Integer> {
    private static final Path USUAL_FROM = Path.of("/etc/apt-cacher-ng");

    private final Program program;
    private final Surroundings surroundings;

    @Option(
            names = "--from",
            paramLabel = "DIR",
            description = "The directory with acng.conf; /etc/apt-cacher-ng without this option.")
    private Path from = USUAL_FROM;

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description =
                    "The configuration to write; /etc/aptheke/aptheke.toml without this option. Lists of mirrors are"
                            + " copied to the directory mirrors beside it.")
    private Path to = ConfigSources.DEFAULT_FILE;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where to store everything, instead of the usual place.")
    private @Nullable Path data;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "Takes over what is in this cache directory, such as /var/cache/apt-cacher-ng. Neither"
                    + " apt-cacher-ng nor this program may run. After an interruption, begin it again.")
    private @Nullable Path cache;

    @Option(names = "--copy", description = "Copies the files of the cache, so that apt-cacher-ng can go on with it.")
    private boolean copy;

    MigrateCommand(Program program, Surroundings surroundings) {
        this.program = program;
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        try {
            var main = to.toAbsolutePath();
            var migration = Migration.of(
                    from.toAbsolutePath(),
                    main.resolveSibling("mirrors"),
                    Optional.ofNullable(data).map(Path::toAbsolutePath));
            migration.report().forEach(surroundings.out()::println);
            write(migration, main);
            return cache == null ? 0 : takeOver(cache.toRealPath(), migration, main);
        } catch (ConfigRefusedException e) {
            e.problems().forEach(this::say);
        } catch (NoSuchFileException e) {
            say(e.getFile() + ": not there");
        } catch (IOException | StartFailure e) {
            say(e.getMessage());
        } finally {
            surroundings.out().flush();
            surroundings.err().flush();
        }
        return CommandLineProgram.REFUSED;
    }

    private void write(Migration migration, Path main) throws IOException, ConfigRefusedException {
        var file = MigratedFile.placeFor(main);
        if (MigratedFile.write(migration, file, main, surroundings)) {
            say(file + ": written, and checked");
            var settings = settings(main);
            if (surroundings.isSuperuser()) {
                DataOwner.of(settings.data()).mayRead(file);
            }
        } else {
            say(file + ": is there already, and left as it is");
        }
    }

    private Settings settings(Path main) throws ConfigRefusedException {
        return ConfigFile.load(surroundings
                        .sources(Optional.of(main))
                        .with(List.of(), Optional.ofNullable(data).map(Path::toString)))
                .settings();
    }

    private int takeOver(Path directory, Migration migration, Path main)
            throws IOException, ConfigRefusedException, StartFailure {
        var running = AcngProcess.with(from.toAbsolutePath(), directory);
        if (running.isPresent() && !copy) {
            throw new IOException("apt-cacher-ng runs (process " + running.getAsLong()
                    + "), and writes into files that it has: stop it, or say --copy");
        }
        var settings = settings(main);
        DataDirectory.prepare(settings.data());
        try {
            var taken = program.takeOver(
                    settings,
                    new OldCache(directory, migration.remapsByDirectory(), migration.hasEscapedNames(), copy),
                    this::say);
            taken.lines().forEach(surroundings.out()::println);
            return taken.complete() ? 0 : 1;
        } finally {
            // Only the superuser may give other users' files further names; what is made so is the service's all the
            // same.
            if (surroundings.isSuperuser()) {
                DataOwner.of(settings.data()).ownsAll();
            }
        }
    }

    private void say(@Nullable Object what) {
        surroundings.err().println("aptheke: " + what);
    }
}
