package org.aptheke.cli;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "offline",
        description =
                "Says whether the running program asks origins, or switches that: \"on\" means that answers come from"
                        + " the store alone. It holds until the program ends; the setting \"offline\" holds for longer.")
final class OfflineCommand extends ApiCommand {
    /** What may be said. */
    enum Position {
        ON,
        OFF
    }

    @Parameters(arity = "0..1", paramLabel = "on|off", description = "What it is to be.")
    private Optional<Position> position = Optional.empty();

    OfflineCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int ask(Api api) throws Api.NoAnswerException, InterruptedException {
        print(
                position.isPresent()
                        ? api.post("offline", "{\"offline\": " + (position.get() == Position.ON) + "}")
                        : api.get("offline"));
        return 0;
    }
}
