package org.aptheke.cli;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "search",
        description = "Lists stored files: by the beginning of their name, a part of host and path, or the beginning of"
                + " their digest. With a whole digest: all that is known of that content.",
        footer = {"", "Exit status: 0 when the program answered, 1 when it did not."})
final class SearchCommand extends ApiCommand {
    private static final String WHOLE = "[0-9a-fA-F]{64}";

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "What the name of the file begins with, such as a package; or a digest.")
    private String name = "";

    @Option(names = "--path", paramLabel = "PART", description = "A part of host and path, in whatever case.")
    private String path = "";

    @Option(names = "--digest", paramLabel = "HEX", description = "The beginning of a SHA-256, four digits at least.")
    private String digest = "";

    @Option(names = "--limit", paramLabel = "N", description = "So many at a time, 100 at most.")
    private Optional<Integer> limit = Optional.empty();

    @Option(names = "--cursor", paramLabel = "TEXT", description = "Goes on where the list before ended.")
    private String cursor = "";

    @Option(names = "--json", description = "Prints JSON instead of a table.")
    private boolean json;

    SearchCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int ask(Api api) throws Api.NoAnswerException, InterruptedException {
        var query = name.matches(WHOLE)
                ? new Query("objects/" + name)
                : new Query("objects")
                        .with("package", name)
                        .with("path", path)
                        .with("digest", digest)
                        .with("limit", limit)
                        .with("cursor", cursor);
        print(api.get(query.toString(), json));
        return 0;
    }
}
