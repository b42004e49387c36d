package org.aptheke.cli;

import org.aptheke.config.Configuration;

/** A command that asks the API at {@code console.listen}. */
abstract class ApiCommand extends ConfiguredCommand {
    static final int FAILED = 1;

    ApiCommand(Surroundings surroundings) {
        super(surroundings);
    }

    /** Asks, and returns the exit status. */
    abstract int ask(Api api) throws Api.NoAnswerException, InterruptedException;

    @Override
    final int run(Configuration configuration) throws InterruptedException {
        try (var api = new Api(configuration.settings())) {
            return ask(api);
        } catch (Api.NoAnswerException e) {
            say(e.getMessage());
            return FAILED;
        }
    }

    /** Looks on until a run has ended, and returns the exit status. */
    int watch(Api api, long run) throws Api.NoAnswerException, InterruptedException {
        return new Watching(api, surroundings().out()).watch(run);
    }
}
