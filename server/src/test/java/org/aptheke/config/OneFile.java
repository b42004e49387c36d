package org.aptheke.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A configuration that is one file, written into a directory, and nothing else. */
public final class OneFile {
    private OneFile() {}

    public static Configuration load(Path directory, String text) throws ConfigRefusedException, IOException {
        var file = Files.writeString(directory.resolve("aptheke.toml"), text);
        return ConfigFile.load(new ConfigSources(file, true, Map.of(), directory, List.of(), Optional.empty()));
    }

    static List<ConfigProblem> problems(Path directory, String text) {
        return catchThrowableOfType(ConfigRefusedException.class, () -> load(directory, text))
                .problems();
    }
}
