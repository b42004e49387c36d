package org.aptheke.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AcngFilesTest {
    @TempDir
    private Path etc = Path.of("");

    private Path directory = Path.of("");

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = Files.createDirectory(etc.resolve("apt-cacher-ng"));
    }

    @Test
    void read_severalFiles_inTheOrderOfTheirNames() throws Exception {
        Files.writeString(directory.resolve("zz_debconf.conf"), "Port=3143\n");
        Files.writeString(directory.resolve("acng.conf"), "# a comment\n\nPort: 3142 # behind\nProxy = http://a:1\n");
        Files.writeString(directory.resolve("backends_debian"), "http://mirror.example/debian/\n");

        assertThat(AcngFiles.read(directory).lines())
                .containsExactly(
                        new AcngLine("acng.conf", 3, "Port", "3142"),
                        new AcngLine("acng.conf", 4, "Proxy", "http://a:1"),
                        new AcngLine("zz_debconf.conf", 1, "Port", "3143"));
    }

    @Test
    void read_lineWithoutSeparator_isARemark() throws Exception {
        Files.writeString(directory.resolve("acng.conf"), "Port: 1\nnonsense\n");

        assertThat(AcngFiles.read(directory).remarks())
                .singleElement()
                .asString()
                .startsWith("acng.conf:2:");
    }

    @Test
    void read_optionsOfTheStartScript_comeLast() throws Exception {
        Files.writeString(directory.resolve("acng.conf"), "Port: 1\n");
        Files.createDirectory(etc.resolve("default"));
        Files.writeString(
                etc.resolve("default/apt-cacher-ng"),
                "# Port=9\nDAEMON_OPTS=\"-c /etc/apt-cacher-ng Port=2 Debug=3\"\n");

        assertThat(AcngFiles.read(directory).lines())
                .endsWith(
                        new AcngLine("default/apt-cacher-ng", 2, "Port", "2"),
                        new AcngLine("default/apt-cacher-ng", 2, "Debug", "3"));
    }

    @Test
    void read_nothingThere_saysSo() {
        assertThatThrownBy(() -> AcngFiles.read(directory)).hasMessageContaining("*.conf");
        assertThatThrownBy(() -> AcngFiles.read(etc.resolve("none"))).hasMessageContaining("no such directory");
    }
}
