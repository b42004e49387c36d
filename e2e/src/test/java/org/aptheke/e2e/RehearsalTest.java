package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The run from which the JVM learns how the program starts. */
final class RehearsalTest {
    private static final long LIMIT_SECONDS = 300;

    @TempDir
    private Path temporary = Path.of("");

    @Test
    void rehearse_packagedProgram_endsWellAndLeavesNothing() throws Exception {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.io.tmpdir=" + temporary,
                        "-jar",
                        "../server/target/aptheke.jar",
                        "rehearse")
                .redirectErrorStream(true)
                .start();
        var output = Lines.of(process.getInputStream());

        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();

        assertThat(ended).isTrue();
        assertThat(process.exitValue())
                .as(() -> String.join("\n", output.all()))
                .isZero();
        try (var left = Files.list(temporary)) {
            assertThat(left).isEmpty();
        }
    }
}
