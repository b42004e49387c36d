package org.aptheke.e2e;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./aptheke} of a built source tree. */
@Timeout(600)
final class LauncherTest {
    private static final Path BUILT = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> SOURCES = List.of("pom.xml", "engine/pom.xml", "server/pom.xml");
    private static final List<String> PARTS = List.of(
            "aptheke",
            "tools/jdk.sh",
            "tools/jvm.sh",
            "server/target/aptheke.jar",
            "server/target/lib",
            "server/target/native");
    private static final FileTime OLD = FileTime.fromMillis(0);

    @TempDir
    private Path temporary = Path.of("");

    @Test
    void serve_builtTreeWithSpaceInItsName_usesTheCacheAndUnpacksNothing() throws Exception {
        var home = copy(temporary.resolve("source tree"));
        var made = launch(home, "make", "serve");
        assertThat(made.waitFor(300, TimeUnit.SECONDS)).isTrue();

        var served = launch(
                home,
                "use",
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--data",
                temporary + "/data of it",
                "--config",
                configuration());
        try {
            Lines.of(served.getInputStream()).await(Pattern.compile(" serves "), Duration.ofSeconds(60));
            var maps = Files.readString(Path.of("/proc/" + served.pid() + "/maps"));

            assertThat(maps).contains(home + "/server/target/aptheke.aot", home + "/server/target/native/");
            assertThat(maps.lines().filter(line -> line.contains("sqlitejdbc") || line.contains("netty")))
                    .isNotEmpty()
                    .allMatch(line -> line.contains(home.toString()));
        } finally {
            served.destroy();
            served.waitFor();
        }
    }

    private static Process launch(Path home, String cache, String... arguments) throws IOException {
        var builder = new ProcessBuilder(home.resolve("aptheke").toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("APTHEKE_AOT", cache);
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private String configuration() throws IOException {
        return Files.writeString(temporary.resolve("aptheke.toml"), "console.listen = \"127.0.0.1:0\"\n")
                .toString();
    }

    /** What the launcher needs to take the tree for one that is built. */
    private static Path copy(Path home) throws IOException {
        for (var part : PARTS) {
            try (var below = Files.walk(BUILT.resolve(part))) {
                for (var file : below.filter(Files::isRegularFile).toList()) {
                    var to = home.resolve(BUILT.relativize(file).toString());
                    Files.createDirectories(to.getParent());
                    Files.copy(file, to, COPY_ATTRIBUTES);
                }
            }
        }
        for (var source : SOURCES) {
            var to = home.resolve(source);
            Files.createDirectories(to.getParent());
            Files.setLastModifiedTime(Files.createFile(to), OLD);
        }
        for (var module : List.of("engine", "server")) {
            Files.setLastModifiedTime(Files.createDirectories(home.resolve(module + "/src/main")), OLD);
        }
        return home;
    }
}
