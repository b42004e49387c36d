package org.aptheke.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the documentation of the settings into a directory; {@code ./dev docs} runs it. */
final class WriteDocs {
    private WriteDocs() {}

    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        Files.writeString(directory.resolve("configuration.md"), ConfigReference.page());
        Files.writeString(directory.resolve("aptheke.toml"), ConfigReference.sample());
    }
}
