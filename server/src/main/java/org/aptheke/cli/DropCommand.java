package org.aptheke.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "drop",
        description =
                "Removes a suite with the files that it alone names. Without --yes it only shows what would go and what"
                        + " others share.",
        footer = {"", "A client that asks for the suite later begins it anew."})
final class DropCommand extends ApiCommand {
    @Parameters(index = "0", paramLabel = "SUITE", description = "As \"aptheke suites\" shows it.")
    private String suite = "";

    @Option(names = "--yes", description = "Really removes it.")
    private boolean yes;

    DropCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int ask(Api api) throws Api.NoAnswerException, InterruptedException {
        var begun = JobCommand.begin(api, "drop", Map.of("suite", suite), !yes);
        int status = watch(api, begun.number());
        if (!yes && status == 0) {
            print("Nothing was removed yet; --yes removes it.\n");
        }
        return status;
    }
}
