package org.aptheke.cli;

import java.util.concurrent.Callable;
import org.aptheke.config.ConfigFile;
import org.aptheke.config.ConfigRefusedException;
import picocli.CommandLine.Mixin;

/** A command that asks the API at {@code console.listen}. */
abstract class ApiCommand implements Callable<Integer> {
    static final int FAILED = 1;

    private final Surroundings surroundings;

    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    ApiCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Asks, and returns the exit status. */
    abstract int ask(Api api) throws Api.NoAnswerException, InterruptedException;

    @Override
    public final Integer call() throws InterruptedException {
        try (var api = new Api(ConfigFile.load(options.sources(surroundings)).settings())) {
            return ask(api);
        } catch (Api.NoAnswerException e) {
            surroundings.err().println("aptheke: " + e.getMessage());
            return FAILED;
        } catch (ConfigRefusedException e) {
            e.problems().forEach(problem -> surroundings.err().println("aptheke: " + problem));
            return CommandLineProgram.REFUSED;
        } finally {
            surroundings.out().flush();
            surroundings.err().flush();
        }
    }

    Surroundings surroundings() {
        return surroundings;
    }

    void print(String text) {
        surroundings.out().print(text);
    }
}
