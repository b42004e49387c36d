package org.aptheke.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "transfers",
        description =
                "Shows what comes from origins now, how far it is and for how many clients, and what has ended lately.",
        footer = {"", "Exit status: 0 when the program answered, 1 when it did not."})
final class TransfersCommand extends ApiCommand {
    private static final long LOOK_EVERY_MILLIS = 1_000;

    @Option(names = "--watch", description = "Looks again each second until it is interrupted.")
    private boolean watch;

    @Option(names = "--json", description = "Prints JSON instead of a table.")
    private boolean json;

    TransfersCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int ask(Api api) throws Api.NoAnswerException, InterruptedException {
        do {
            var table = api.get("transfers", json);
            print(watch && Terminal.isThere() ? Terminal.CLEAR + table : table);
            surroundings().out().flush();
            if (watch) {
                Thread.sleep(LOOK_EVERY_MILLIS);
            }
        } while (watch && isRead());
        return 0;
    }
}
