package org.aptheke.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "hash-password",
        description = {
            "Prints the bcrypt hash of a password, for password_hash of a [[user]] in the configuration.",
            "The password is asked for at the terminal, or is the first line of the standard input."
        })
final class HashPasswordCommand extends WithHelp implements Callable<Integer> {
    private final Program program;
    private final PasswordInput input;
    private final Surroundings surroundings;

    HashPasswordCommand(Program program, PasswordInput input, Surroundings surroundings) {
        this.program = program;
        this.input = input;
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        try {
            surroundings.out().println(program.hashPassword(input.read()));
            surroundings.out().flush();
            return 0;
        } catch (IOException | IllegalArgumentException e) {
            surroundings.err().println("aptheke: " + e.getMessage());
            surroundings.err().flush();
            return CommandLineProgram.REFUSED;
        }
    }
}
