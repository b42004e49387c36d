package org.aptheke.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the configuration comes from; what comes later wins: declared defaults, the main file, the files in
 * {@code conf.d} beside it in the order of their names, environment variables, options of the command line. Immutable.
 *
 * @param mainFile read when it exists
 * @param mustExist whether it is a problem when it does not
 * @param defaultData the store's directory when nothing says otherwise
 * @param listen of the command line; empty when it says nothing
 * @param data of the command line
 */
public record ConfigSources(
        Path mainFile,
        boolean mustExist,
        Map<String, String> environment,
        Path defaultData,
        List<String> listen,
        Optional<String> data) {
    /** The main file when none is named. */
    public static final Path DEFAULT_FILE = Path.of("/etc/aptheke/aptheke.toml");

    public ConfigSources {
        environment = Map.copyOf(environment);
        listen = List.copyOf(listen);
    }

    /**
     * The sources of a program that was started by {@code user}.
     *
     * @param named the file that the command line names
     * @param home the user's home directory
     */
    public static ConfigSources of(Optional<Path> named, Map<String, String> environment, String user, Path home) {
        return new ConfigSources(
                named.orElse(DEFAULT_FILE),
                named.isPresent(),
                environment,
                defaultData(environment, user, home),
                List.of(),
                Optional.empty());
    }

    /** The same with the options of the command line on top. */
    public ConfigSources with(List<String> newListen, Optional<String> newData) {
        return new ConfigSources(mainFile, mustExist, environment, defaultData, newListen, newData);
    }

    /** The main file if it is there. */
    public Optional<Path> presentFile() {
        return Files.exists(mainFile) ? Optional.of(mainFile) : Optional.empty();
    }

    private static Path defaultData(Map<String, String> environment, String user, Path home) {
        if (user.equals("root")) {
            return Path.of("/var/lib/aptheke");
        }
        String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
        // The XDG specification: a path that is not absolute is ignored.
        Path base = xdg.startsWith("/") ? Path.of(xdg) : home.resolve(".local/share");
        return base.resolve("aptheke");
    }
}
