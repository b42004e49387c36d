package org.aptheke.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aptheke.config.ConfigSources;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that decide about the configuration; shared by the commands that read it. */
final class ConfigOptions extends WithHelp {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration file; files in conf.d beside it are read too."
                    + " Without this option: /etc/aptheke/aptheke.toml if it exists.")
    private @Nullable Path config;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Where to serve clients, instead of what the configuration says; may be repeated.")
    private List<String> listen = new ArrayList<>();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where to store everything, instead of what the configuration says.")
    private @Nullable String data;

    ConfigSources sources(Surroundings surroundings) {
        return surroundings.sources(Optional.ofNullable(config)).with(listen, Optional.ofNullable(data));
    }
}
