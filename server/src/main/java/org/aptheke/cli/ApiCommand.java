package org.aptheke.cli;

import java.io.IOException;
import org.aptheke.config.ConfigRefusedException;
import org.aptheke.config.Configuration;
import picocli.CommandLine.Mixin;

/** A command that asks the API of the program on this machine, or of another. */
abstract class ApiCommand extends ConfiguredCommand {
    static final int FAILED = 1;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    ApiCommand(Surroundings surroundings) {
        super(surroundings);
    }

    /** Asks, and returns the exit status. */
    abstract int ask(Api api) throws Api.NoAnswerException, InterruptedException;

    @Override
    final int work() throws ConfigRefusedException, IOException, InterruptedException {
        return server.isElsewhere(surroundings()) ? askAt(server.elsewhere(surroundings())) : super.work();
    }

    @Override
    final int run(Configuration configuration) throws IOException, InterruptedException {
        return askAt(server.here(configuration.settings(), surroundings()));
    }

    private int askAt(ApiAddress address) throws IOException, InterruptedException {
        if (address.isInTheOpen() && address.token().isPresent()) {
            say("the token can be read on the way to " + address.base() + "; use https");
        }
        try (var api = new Api(address)) {
            return ask(api);
        } catch (Api.NoAnswerException e) {
            say(e.getMessage());
            return FAILED;
        }
    }

    /** Whether somebody still reads what is printed: a command that goes on ends when nobody does. */
    boolean isRead() {
        return !surroundings().out().checkError();
    }

    /** Looks on until a run has ended, and returns the exit status. */
    int watch(Api api, long run) throws Api.NoAnswerException, InterruptedException {
        return new Watching(api, surroundings().out()).watch(run);
    }
}
