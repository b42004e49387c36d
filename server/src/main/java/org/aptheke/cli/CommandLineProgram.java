package org.aptheke.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code aptheke}: runs one of its subcommands. */
@Command(
        name = "aptheke",
        header = "A caching proxy for package repositories, APT first.",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "Exit status: 0 when all went well or the program was told to stop, 2 when the command line or the"
                    + " configuration is wrong or the program cannot start, 1 when the running program does not answer or"
                    + " what was asked of it failed, and for anything unexpected.",
            "The settings are described in docs/configuration.md."
        })
public final class CommandLineProgram extends CommandGroup {
    /** The command line or the configuration is wrong, or the program cannot start. */
    static final int REFUSED = CommandLine.ExitCode.USAGE;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Prints the version.")
    @SuppressWarnings("UnusedVariable") // picocli sets it and acts on it
    private boolean version;

    private CommandLineProgram() {}

    /** Runs the command and returns the exit status. */
    public static int run(String[] args, Program program, Surroundings surroundings) {
        var line = new CommandLine(new CommandLineProgram()).addSubcommand(new ServeCommand(program, surroundings));
        // Each command is read by reflection, and the others are a tenth of what a start costs.
        if (args.length == 0 || !args[0].equals(ServeCommand.NAME)) {
            addOthers(line, program, surroundings);
        }
        line.getCommandSpec().version(VersionCommand.text(surroundings));
        return prepared(line, surroundings).execute(args);
    }

    /** As all command lines of this program are. */
    static CommandLine prepared(CommandLine line, Surroundings surroundings) {
        return line.setOut(surroundings.out())
                .setErr(surroundings.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(CommandLineProgram::wrongUsage);
    }

    private static void addOthers(CommandLine line, Program program, Surroundings surroundings) {
        line.addSubcommand(new CheckConfigCommand(program, surroundings))
                .addSubcommand(new StatusCommand(surroundings))
                .addSubcommand(new ClientConfigCommand(surroundings))
                .addSubcommand(new TransfersCommand(surroundings))
                .addSubcommand(new SearchCommand(surroundings))
                .addSubcommand(new PurgeCommand(surroundings))
                .addSubcommand(new PinCommand(surroundings))
                .addSubcommand(new LogsCommand(surroundings))
                .addSubcommand(new ConfigCommand(surroundings))
                .addSubcommand(new SuitesCommand(surroundings))
                .addSubcommand(new DropCommand(surroundings))
                .addSubcommand(JobCommand.of(surroundings))
                .addSubcommand(new ExportCommand(surroundings))
                .addSubcommand(new ImportCommand(program.packing(), surroundings))
                .addSubcommand(new OfflineCommand(surroundings))
                .addSubcommand(TokenCommand.of(surroundings))
                .addSubcommand(new HashPasswordCommand(program, PasswordInput.ofProcess(), surroundings))
                .addSubcommand(CaCommand.of(surroundings))
                .addSubcommand(new MigrateCommand(program, surroundings))
                .addSubcommand(new HttpsOriginsCommand(program.secureOrigins(), surroundings))
                .addSubcommand(new CompletionCommand(surroundings))
                .addSubcommand(new ManCommand(surroundings))
                .addSubcommand(new VersionCommand(surroundings))
                .addSubcommand(new RehearseCommand(program, surroundings));
    }

    private static int wrongUsage(ParameterException e, String[] args) {
        var err = e.getCommandLine().getErr();
        err.println("aptheke: " + String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ") + "; " + remedy(e));
        err.flush();
        return REFUSED;
    }

    private static String remedy(ParameterException e) {
        String help = "see " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help";
        return e instanceof UnmatchedArgumentException unmatched
                        && !unmatched.getSuggestions().isEmpty()
                ? "did you mean " + unmatched.getSuggestions().getFirst() + "? " + help
                : help;
    }
}
