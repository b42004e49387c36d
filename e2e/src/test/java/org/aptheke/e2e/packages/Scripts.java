package org.aptheke.e2e.packages;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The shell scripts beside these classes, which end when their standard input does: with the test, however it ends. */
final class Scripts {
    private Scripts() {}

    /** Starts a script through the command before it; what it says on the error stream goes to the test's. */
    static Process start(List<String> through, String name, String... arguments) throws IOException {
        var command = new ArrayList<>(through);
        command.addAll(List.of("sh", path(name).toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    static Path path(String name) {
        try {
            return Path.of(Objects.requireNonNull(Scripts.class.getResource(name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
