package org.aptheke.cli;

import java.io.IOException;
import org.aptheke.ca.CaDirectory;
import org.aptheke.config.Configuration;
import org.aptheke.config.Settings;
import picocli.CommandLine.Command;

@Command(
        name = "check-config",
        description = "Prints all problems of the configuration or, if there are none, the effective values.")
final class CheckConfigCommand extends ConfiguredCommand {
    CheckConfigCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int run(Configuration configuration) throws IOException {
        configuration.remarks().forEach(this::say);
        surroundings().out().println(configuration.effectiveText());
        checkAuthority(configuration.settings());
        return 0;
    }

    /** Whether the certificate authority does what {@code intercept.hosts} asks for. */
    private void checkAuthority(Settings settings) throws IOException {
        var names = settings.intercept().names();
        if (names.isEmpty()) {
            return;
        }
        var directory = new CaDirectory(settings.data());
        var authorities = directory.load().orElseThrow(() -> new IOException(CaDirectory.missing(directory)));
        authorities.remarks(names, surroundings().clock().instant()).forEach(this::say);
    }
}
