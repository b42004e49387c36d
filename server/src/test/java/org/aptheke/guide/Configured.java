package org.aptheke.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.aptheke.config.ConfigFile;
import org.aptheke.config.ConfigRefusedException;
import org.aptheke.config.ConfigSources;
import org.aptheke.config.Settings;

/** Settings as a file of the configuration has them. */
final class Configured {
    private Configured() {}

    static Settings by(Path directory, String... lines) throws IOException, ConfigRefusedException {
        var file = Files.writeString(directory.resolve("aptheke.toml"), String.join("\n", lines));
        return ConfigFile.load(ConfigSources.of(Optional.of(file), Map.of(), "someone", directory))
                .settings();
    }
}
