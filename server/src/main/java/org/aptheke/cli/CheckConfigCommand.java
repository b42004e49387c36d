package org.aptheke.cli;

import java.util.concurrent.Callable;
import org.aptheke.config.ConfigFile;
import org.aptheke.config.ConfigRefusedException;
import org.aptheke.config.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "check-config",
        description = "Prints all problems of the configuration or, if there are none, the effective values.")
final class CheckConfigCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    CheckConfigCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        try {
            Configuration configuration = ConfigFile.load(options.sources(surroundings));
            configuration.remarks().forEach(remark -> surroundings.err().println("aptheke: " + remark));
            surroundings.out().println(configuration.effectiveText());
            return 0;
        } catch (ConfigRefusedException e) {
            e.problems().forEach(problem -> surroundings.err().println("aptheke: " + problem));
            return CommandLineProgram.REFUSED;
        } finally {
            surroundings.out().flush();
            surroundings.err().flush();
        }
    }
}
