package org.aptheke.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.aptheke.config.ConfigFile;
import org.aptheke.config.ConfigRefusedException;
import org.aptheke.config.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** A command that reads the configuration first, and does nothing when it is wrong. */
abstract class ConfiguredCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    ConfiguredCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * Does its work, and returns the exit status.
     *
     * @throws IOException when it cannot, with one line for a person
     */
    abstract int run(Configuration configuration) throws IOException, InterruptedException;

    @Override
    public final Integer call() throws InterruptedException {
        try {
            return work();
        } catch (ConfigRefusedException e) {
            e.problems().forEach(this::say);
        } catch (IOException e) {
            say(e.getMessage());
        } finally {
            surroundings.out().flush();
            surroundings.err().flush();
        }
        return CommandLineProgram.REFUSED;
    }

    /** What the command does; another may need no configuration for it. */
    int work() throws ConfigRefusedException, IOException, InterruptedException {
        return run(ConfigFile.load(options.sources(surroundings)));
    }

    Surroundings surroundings() {
        return surroundings;
    }

    void print(String text) {
        surroundings.out().print(text);
    }

    /** One line on the standard error. */
    void say(@Nullable Object what) {
        surroundings.err().println("aptheke: " + what);
    }
}
