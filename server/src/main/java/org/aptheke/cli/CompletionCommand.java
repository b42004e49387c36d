package org.aptheke.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        description = "Prints a script that completes the commands and options of this program in a shell:"
                + " source <(aptheke completion bash)")
final class CompletionCommand extends WithHelp implements Runnable {
    /** Shells for which there is one; zsh takes that of bash. */
    enum Shell {
        BASH,
        ZSH
    }

    private final Surroundings surroundings;

    @Parameters(index = "0", paramLabel = "bash|zsh", description = "For which shell.")
    private @Nullable Shell shell;

    @Spec
    private @Nullable CommandSpec spec;

    CompletionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        var root = Objects.requireNonNull(spec).root().commandLine();
        surroundings
                .out()
                .print(
                        switch (Objects.requireNonNull(shell)) {
                            case BASH -> "";
                            case ZSH -> "autoload -U +X bashcompinit && bashcompinit\n";
                        });
        surroundings.out().print(AutoComplete.bash(root.getCommandName(), root));
        surroundings.out().flush();
    }
}
