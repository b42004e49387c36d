package org.aptheke.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "suites",
        description =
                "Lists the suites that are kept, with the number and the size of their stored files, by component and"
                        + " architecture. \"aptheke drop\" removes one.")
final class SuitesCommand extends ApiCommand {
    @Option(names = "--json", description = "Prints JSON instead of a table.")
    private boolean json;

    SuitesCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int ask(Api api) throws Api.NoAnswerException, InterruptedException {
        print(api.get(json ? "suites/sizes?limit=100" : "suites/sizes", json));
        return 0;
    }
}
