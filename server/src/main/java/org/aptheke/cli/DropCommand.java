package org.aptheke.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "drop",
        description =
                "Removes a suite with the files that it alone names. Without --yes it only shows what would go and what"
                        + " others share.",
        footer = {"", "A client that asks for the suite later begins it anew."})
final class DropCommand extends RemovalCommand {
    @Parameters(index = "0", paramLabel = "SUITE", description = "As \"aptheke suites\" shows it.")
    private String suite = "";

    DropCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    RunText begin(Api api, boolean planOnly) throws Api.NoAnswerException, InterruptedException {
        return JobCommand.begin(api, "drop", Map.of("suite", suite), planOnly);
    }
}
