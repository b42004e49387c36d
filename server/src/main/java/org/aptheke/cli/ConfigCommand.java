package org.aptheke.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "config",
        description = "Shows the settings that the running program uses, without secrets, and where each was said."
                + " \"aptheke check-config\" reads the files instead.",
        footer = {"", "Exit status: 0 when the program answered, 1 when it did not."})
final class ConfigCommand extends ApiCommand {
    @Option(names = "--json", description = "Prints JSON instead of a table.")
    private boolean json;

    ConfigCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int ask(Api api) throws Api.NoAnswerException, InterruptedException {
        print(api.get("config", json));
        return 0;
    }
}
