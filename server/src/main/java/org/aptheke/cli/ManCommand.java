package org.aptheke.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "man-pages",
        description = "Writes the manual pages of all commands into a directory, for packages.",
        footer = {"", "Then: man -l DIRECTORY/aptheke.1"})
final class ManCommand extends WithHelp implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(index = "0", paramLabel = "DIRECTORY", description = "Where to; it is made when it is missing.")
    private @Nullable Path directory;

    @Spec
    private @Nullable CommandSpec spec;

    ManCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        var into = Files.createDirectories(Objects.requireNonNull(directory));
        write(Objects.requireNonNull(spec).root(), into);
        return 0;
    }

    private void write(CommandSpec command, Path into) throws IOException {
        if (command.usageMessage().hidden()) {
            return;
        }
        var page = new ManPage(command, surroundings.version());
        Files.writeString(into.resolve(page.fileName()), page.text(), StandardCharsets.UTF_8);
        for (var below : command.subcommands().values()) {
            write(below.getCommandSpec(), into);
        }
    }
}
