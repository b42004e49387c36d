package org.aptheke.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        description =
                "Shows how the running program is: what is wrong and what helps, hit rate, store, connections, and the"
                        + " suites that it keeps with state, date, last check and signature; or how mirrors and parent proxies"
                        + " fare.",
        footer = {
            "",
            "Exit status: 0 when all is well, 3 when not, 1 when the program did not answer. With --origins or --suites it is"
                    + " 0 when the program answered."
        })
final class StatusCommand extends ApiCommand {
    static final int TROUBLE = 3;
    private static final String NOT_WELL = ": not all is well";
    private static final String DEGRADED = "\"state\" : \"degraded\"";

    @Option(
            names = "--origins",
            description = "Shows the mirrors of remaps, parent proxies, and origins that are asked by https.")
    private boolean origins;

    @Option(names = "--suites", description = "Shows the suites alone.")
    private boolean suites;

    @Option(names = "--json", description = "Prints JSON instead of a table.")
    private boolean json;

    StatusCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int ask(Api api) throws Api.NoAnswerException, InterruptedException {
        if (origins || suites) {
            print(api.get(origins ? "origins" : "suites", json));
            return 0;
        }
        var status = api.get("status", json);
        print(json ? status : status + "\n" + api.get("suites"));
        return status.contains(json ? DEGRADED : NOT_WELL) ? TROUBLE : 0;
    }
}
