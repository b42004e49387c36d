package org.aptheke.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
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
final class PurgeCommand extends ApiCommand {
    @Parameters(index = "0", paramLabel = "DIGEST", description = "As \"aptheke search\" shows it.")
    private String digest = "";

    @Option(names = "--yes", description = "Really removes it.")
    private boolean yes;

    PurgeCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int ask(Api api) throws Api.NoAnswerException, InterruptedException {
        var begun = JobCommand.begin(api, "purge", Map.of("digest", digest), !yes);
        int status = watch(api, begun.number());
        if (!yes && status == 0) {
            print("Nothing was removed yet; --yes removes it.\n");
        }
        return status;
    }
}
