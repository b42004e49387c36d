package org.aptheke.cli;

import picocli.CommandLine.Command;

@Command(name = "version", description = "Prints the version.")
final class VersionCommand extends WithHelp implements Runnable {
    private final Surroundings surroundings;

    VersionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        surroundings.out().println(text(surroundings));
        surroundings.out().flush();
    }

    static String text(Surroundings surroundings) {
        return "aptheke " + surroundings.version();
    }
}
