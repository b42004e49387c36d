package org.aptheke.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Where a new password is read from. */
interface PasswordInput {
    /**
     * The password.
     *
     * @throws IOException when there is none, with one line for a person
     */
    String read() throws IOException;

    /** A terminal, which is asked twice and shows nothing; else the first line of the standard input. */
    static PasswordInput ofProcess() {
        return () -> {
            var terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal);
            return terminal.isPresent() ? twice(terminal.get()) : firstLine();
        };
    }

    private static String twice(Console terminal) throws IOException {
        var first = typed(terminal, "Password: ");
        if (!first.equals(typed(terminal, "Once more: "))) {
            throw new IOException("the two passwords differ");
        }
        return first;
    }

    private static String typed(Console terminal, String prompt) throws IOException {
        char[] typed = terminal.readPassword("%s", prompt);
        if (typed == null) {
            throw new IOException("no password was typed");
        }
        return new String(typed);
    }

    private static String firstLine() throws IOException {
        var line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        if (line == null) {
            throw new IOException("there is no password on the standard input");
        }
        return line;
    }
}
