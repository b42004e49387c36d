package org.aptheke.cli;

import java.io.Console;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "transfers",
        description =
                "Shows what comes from origins now, how far it is and for how many clients, and what has ended lately.",
        footer = {"", "Exit status: 0 when the program answered, 1 when it did not."})
final class TransfersCommand extends ApiCommand {
    private static final long LOOK_EVERY_MILLIS = 1_000;
    private static final String CLEAR = "\033[H\033[J";

    @Option(names = "--watch", description = "Looks again each second until it is interrupted.")
    private boolean watch;

    @Option(names = "--json", description = "Prints JSON instead of a table.")
    private boolean json;

    TransfersCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int ask(Api api) throws Api.NoAnswerException, InterruptedException {
        boolean terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        do {
            var table = api.get("transfers", json);
            print(watch && terminal ? CLEAR + table : table);
            surroundings().out().flush();
            if (watch) {
                Thread.sleep(LOOK_EVERY_MILLIS);
            }
        } while (watch);
        return 0;
    }
}
