package org.aptheke.e2e.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wherever a machine has written down where its Debian comes from. */
final class AptSourcesTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void debian_lines_isTheFirstThatHasARelease() throws Exception {
        Files.writeString(directory.resolve("sources.list"), """
                # deb http://off.example/debian trixie main
                deb-src http://source.example/debian trixie main
                deb http://security.example/debian-security trixie-security main
                deb [arch=amd64 signed-by=/k.gpg] http://mirror.example/debian trixie contrib main # here
                deb http://other.example/debian trixie main
                """);

        assertThat(AptSources.in(directory).debian()).isEqualTo("http://mirror.example/debian");
    }

    @Test
    void debian_paragraphs_isTheFirstThatIsOnAndHasARelease() throws Exception {
        part("a.list", "deb https://vendor.example/apt vendor-trixie main\n");
        part("b.sources", """
                Types: deb
                URIs: http://off.example/debian
                Suites: trixie
                Components: main
                Enabled: no

                Types: deb
                # URIs: http://snapshot.example/debian
                URIs: http://mirror.example/debian http://second.example/debian
                Suites:
                 trixie-updates
                 trixie
                Components: main
                """);

        assertThat(AptSources.in(directory).debian()).isEqualTo("http://mirror.example/debian");
    }

    @Test
    void debian_nowhere_isSaid() throws Exception {
        part("vendor.list", "deb https://vendor.example/apt trixie vendor\n");
        part("off.list.save", "deb http://mirror.example/debian trixie main\n");

        assertThatThrownBy(() -> AptSources.in(directory).debian())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no source below " + directory);
    }

    private void part(String name, String text) throws IOException {
        Files.writeString(
                Files.createDirectories(directory.resolve("sources.list.d")).resolve(name), text);
    }
}
