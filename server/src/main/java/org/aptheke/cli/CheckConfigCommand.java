package org.aptheke.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.aptheke.ca.CaDirectory;
import org.aptheke.config.ConfigFile;
import org.aptheke.config.ConfigRefusedException;
import org.aptheke.config.Configuration;
import org.aptheke.config.Settings;
import org.jspecify.annotations.Nullable;
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
            configuration.remarks().forEach(this::say);
            surroundings.out().println(configuration.effectiveText());
            return checkAuthority(configuration.settings());
        } catch (ConfigRefusedException e) {
            e.problems().forEach(this::say);
            return CommandLineProgram.REFUSED;
        } finally {
            surroundings.out().flush();
            surroundings.err().flush();
        }
    }

    /** Whether the certificate authority does what {@code intercept.hosts} asks for. */
    private int checkAuthority(Settings settings) {
        var names = settings.intercept().names();
        if (names.isEmpty()) {
            return 0;
        }
        var directory = new CaDirectory(settings.data());
        try {
            var authorities = directory.load();
            if (authorities.isPresent()) {
                authorities.get().remarks(names, surroundings.clock().instant()).forEach(this::say);
                return 0;
            }
            say(CaDirectory.missing(directory));
        } catch (IOException e) {
            say(e.getMessage());
        }
        return CommandLineProgram.REFUSED;
    }

    private void say(@Nullable Object what) {
        surroundings.err().println("aptheke: " + what);
    }
}
