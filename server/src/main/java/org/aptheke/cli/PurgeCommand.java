package org.aptheke.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "purge",
        description =
                "Removes a stored content with all names under which it is stored. Without --yes it only shows what"
                        + " would go.",
        footer = {
            "",
            "A client that asks for it later has it fetched again. What is pinned is to be unpinned before.",
            "Exit status: 0 when it is gone or could go, 1 when not."
        })
final class PurgeCommand extends RemovalCommand {
    @Parameters(index = "0", paramLabel = "DIGEST", description = "As \"aptheke search\" shows it.")
    private String digest = "";

    PurgeCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    RunText begin(Api api, boolean planOnly) throws Api.NoAnswerException, InterruptedException {
        return JobCommand.begin(api, "purge", Map.of("digest", digest), planOnly);
    }
}
