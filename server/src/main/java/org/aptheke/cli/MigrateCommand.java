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
            "A configuration that is there already is left as it is. With --cache, the cache is taken over too: files that"
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
            var file = to.toAbsolutePath();
            var migration = Migration.of(
                    from.toAbsolutePath(),
                    file.resolveSibling("mirrors"),
                    Optional.ofNullable(data).map(Path::toAbsolutePath));
            migration.report().forEach(surroundings.out()::println);
            say(
                    MigratedFile.write(migration, file, surroundings)
                            ? file + ": written, and checked"
                            : file + ": is there already, and left as it is");
            return cache == null ? 0 : takeOver(cache.toRealPath(), migration, file);
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

    private int takeOver(Path directory, Migration migration, Path file)
            throws IOException, ConfigRefusedException, StartFailure {
        var running = AcngProcess.with(from.toAbsolutePath(), directory);
        if (running.isPresent() && !copy) {
            throw new IOException("apt-cacher-ng runs (process " + running.getAsLong()
                    + "), and writes into files that it has: stop it, or say --copy");
        }
        var settings = ConfigFile.load(surroundings
                        .sources(Optional.of(file))
                        .with(List.of(), Optional.ofNullable(data).map(Path::toString)))
                .settings();
        DataDirectory.prepare(settings.data());
        var taken = program.takeOver(
                settings,
                new OldCache(directory, migration.remapsByDirectory(), migration.hasEscapedNames(), copy),
                this::say);
        taken.lines().forEach(surroundings.out()::println);
        return taken.complete() ? 0 : 1;
    }

    private void say(@Nullable Object what) {
        surroundings.err().println("aptheke: " + what);
    }
}
