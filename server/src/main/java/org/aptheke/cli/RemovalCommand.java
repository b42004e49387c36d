package org.aptheke.cli;

import picocli.CommandLine.Option;

/** A command that has something removed, and only shows what would go unless that is confirmed. */
abstract class RemovalCommand extends ApiCommand {
    @Option(names = "--yes", description = "Really removes it.")
    private boolean yes;

    RemovalCommand(Surroundings surroundings) {
        super(surroundings);
    }

    /** Begins the job that removes it, or only plans that. */
    abstract RunText begin(Api api, boolean planOnly) throws Api.NoAnswerException, InterruptedException;

    @Override
    final int ask(Api api) throws Api.NoAnswerException, InterruptedException {
        int status = watch(api, begin(api, !yes).number());
        if (!yes && status == 0) {
            print("Nothing was removed yet; --yes removes it.\n");
        }
        return status;
    }
}
