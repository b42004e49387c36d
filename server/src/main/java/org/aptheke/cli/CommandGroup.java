package org.aptheke.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that does nothing but have others below it. */
@Command(synopsisSubcommandLabel = "COMMAND")
abstract class CommandGroup extends WithHelp implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    /** Without one of them. */
    @Override
    public final void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "A command is missing");
    }
}
