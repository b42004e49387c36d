package org.aptheke.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.aptheke.config.ConfigSources;
import org.aptheke.systemd.Supervisor;

/**
 * The process a command runs in.
 *
 * @param version of the program
 * @param user who runs it
 * @param home of that user
 */
public record Surroundings(
        String version,
        Map<String, String> environment,
        String user,
        Path home,
        PrintWriter out,
        PrintWriter err,
        Signals signals,
        Supervisor supervisor,
        InstantSource clock) {
    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** Whether files can be made that are another user's. */
    boolean isSuperuser() {
        return user.equals("root");
    }

    /** The sources of the configuration without options of the command line. */
    ConfigSources sources(Optional<Path> config) {
        return ConfigSources.of(config, environment, user, home);
    }
}
