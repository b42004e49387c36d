package org.aptheke.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        description = "Shows the suites that the running program keeps: state, date, last check, signature, and what is"
                + " wrong; or how mirrors and parent proxies fare.",
        footer = {"", "Exit status: 0 when the program answered, 1 when it did not."})
final class StatusCommand extends ApiCommand {
    @Option(
            names = "--origins",
            description = "Shows the mirrors of remaps, parent proxies, and origins that are asked by https.")
    private boolean origins;

    @Option(names = "--json", description = "Prints JSON instead of a table.")
    private boolean json;

    StatusCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int ask(Api api) throws Api.NoAnswerException, InterruptedException {
        print(api.get(origins ? "origins" : "suites", json));
        return 0;
    }
}
