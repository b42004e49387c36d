package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The codec that is a native library, as it comes with the packaged program. */
final class NativeCodecTest {
    private static final Path JAR =
            Path.of("../server/target/aptheke.jar").toAbsolutePath().normalize();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** {@code Package: sample} and a line feed, 200 times, by zstd. */
    private static final String COMPRESSED = "KLUv/QBYxQAAgFBhY2thZ2U6IHNhbXBsZQoBANo4/lwC";

    @TempDir
    private Path dir;

    @Test
    void zstd_fromThePackagedJar_expandsAndLeavesNothingBehind() throws Exception {
        var file = Files.write(dir.resolve("Packages.zst"), Base64.getDecoder().decode(COMPRESSED));
        var temporary = Files.createDirectory(dir.resolve("tmp"));

        var output = run("-Djava.io.tmpdir=" + temporary, file);

        assertThat(output).isEqualTo("Package: sample\n".repeat(200));
        try (var left = Files.list(temporary)) {
            assertThat(left).isEmpty();
        }
    }

    private String run(String option, Path file) throws IOException, InterruptedException {
        var source = dir.resolve("Expand.java");
        try (var in = Objects.requireNonNull(NativeCodecTest.class.getResourceAsStream("Expand.java"))) {
            Files.copy(in, source);
        }
        var out = dir.resolve("out");
        var err = dir.resolve("err");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        option,
                        "-cp",
                        JAR.toString(),
                        source.toString(),
                        file.toString())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).isTrue();
        assertThat(Files.readString(err)).isEmpty();
        return Files.readString(out);
    }
}
