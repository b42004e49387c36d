package org.aptheke.cli;

import java.io.IOException;
import org.aptheke.ca.CaDirectory;
import org.aptheke.config.Configuration;
import org.aptheke.config.Settings;
import picocli.CommandLine.Command;

@Command(
        name = "check-config",
        description =
                "Prints all problems of the configuration or, if there are none, the effective values; then what is wrong with"
                        + " the files that it names.")
final class CheckConfigCommand extends ConfiguredCommand {
    private final Program program;

    CheckConfigCommand(Program program, Surroundings surroundings) {
        super(surroundings);
        this.program = program;
    }

    @Override
    int run(Configuration configuration) throws IOException {
        configuration.remarks().forEach(this::say);
        surroundings().out().println(configuration.effectiveText());
        checkAuthority(configuration.settings());
        checkFiles(configuration.settings());
        return 0;
    }

    private void checkFiles(Settings settings) throws IOException {
        try {
            program.check(settings);
        } catch (StartFailure e) {
            throw new IOException(e.line(), e);
        }
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
