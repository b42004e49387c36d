package org.aptheke.cli;

import picocli.CommandLine.Option;

/** The option that every command has. */
abstract class WithHelp {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    @SuppressWarnings("UnusedVariable") // picocli sets it and acts on it
    private boolean help;
}
