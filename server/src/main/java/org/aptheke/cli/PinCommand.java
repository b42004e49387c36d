package org.aptheke.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "pin",
        description = "Has a stored content stay, whether it is used or not; or gives that up.",
        footer = {"", "Exit status: 0 when it is so now, 1 when not."})
final class PinCommand extends ApiCommand {
    @Parameters(index = "0", paramLabel = "DIGEST", description = "As \"aptheke search\" shows it.")
    private String digest = "";

    @Option(names = "--remove", description = "Gives up what this command did; for others it may still be pinned.")
    private boolean remove;

    PinCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int ask(Api api) throws Api.NoAnswerException, InterruptedException {
        if (!digest.matches("[0-9a-fA-F]{64}")) {
            say("a digest has 64 hexadecimal digits; \"aptheke search\" shows it");
            return CommandLineProgram.REFUSED;
        }
        print(api.post("objects/" + digest + (remove ? "/unpin" : "/pin"), "{}"));
        return 0;
    }
}
