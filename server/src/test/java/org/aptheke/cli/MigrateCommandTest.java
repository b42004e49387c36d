package org.aptheke.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code aptheke migrate}: the configuration as a file. */
final class MigrateCommandTest {
    @TempDir
    private Path directory = Path.of("");

    private Path from = Path.of("");
    private Path to = Path.of("");

    @BeforeEach
    void configure() throws IOException {
        from = Files.createDirectory(directory.resolve("apt-cacher-ng"));
        to = directory.resolve("etc/aptheke/aptheke.toml");
        Files.writeString(from.resolve("acng.conf"), """
                Port: 3199
                Remap-debrep: file:deb_mirrors /debian
                Proxy: http://u:secret@proxy.example:3128
                MaxConThreads: 3
                """);
        Files.writeString(from.resolve("deb_mirrors"), "http://mirror.example/debian\n");
    }

    @Test
    void migrate_writesFileAndLists_andSaysWhatBecameOfEachLine() throws Exception {
        var process = migrate(0, "--data", directory.resolve("store").toString());

        assertThat(process.out())
                .contains("acng.conf:1 Port: 3199\n    set: listen\n")
                .contains("acng.conf:4 MaxConThreads: 3\n    dead:")
                .doesNotContain("secret");
        assertThat(process.err()).isEqualTo("aptheke: " + to + ": written, and checked\n");
        assertThat(Files.readString(to))
                .contains("listen = [\":3199\"]", "data = \"" + directory.resolve("store") + "\"");
        assertThat(Files.readString(to.resolveSibling("mirrors/deb_mirrors"))).contains("http://mirror.example/debian");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(to)))
                .isEqualTo("rw-------");
        assertThat(to.getParent()).isDirectoryNotContaining("glob:**.migrated*");
        var checked = new FakeProcess(directory);
        assertThat(checked.run(FakeProgram.good(), "check-config", "--config", to.toString()))
                .isZero();
        assertThat(checked.out()).contains("debrep", "proxy.example");
    }

    @Test
    void migrate_fileIsThere_isLeftAsItIs() throws Exception {
        Files.createDirectories(to.getParent());
        Files.writeString(to, "# mine\n");

        var process = migrate(0);

        assertThat(process.err()).contains("left as it is");
        assertThat(Files.readString(to)).isEqualTo("# mine\n");
        assertThat(to.resolveSibling("mirrors")).doesNotExist();
    }

    @Test
    void migrate_nothingToTakeOver_isRefusedInOneLine() {
        from = directory.resolve("none");

        assertThat(migrate(2).err()).containsOnlyOnce("\n").contains("none: there is no such directory");
    }

    @Test
    void migrate_resultThatCannotBeStartedWith_isRefusedAndNotLeft() throws Exception {
        Files.writeString(from.resolve("acng.conf"), "BindAddress: no.such.name.invalid\n");

        assertThat(migrate(2).err()).contains("listen", "no.such.name.invalid");
        assertThat(to).doesNotExist();
    }

    private FakeProcess migrate(int status, String... more) {
        var process = new FakeProcess(directory);
        var arguments = new java.util.ArrayList<>(
                java.util.List.of("migrate", "--from", from.toString(), "--to", to.toString()));
        arguments.addAll(java.util.List.of(more));
        assertThat(process.run(FakeProgram.good(), arguments.toArray(String[]::new)))
                .as("%s%s", process.out(), process.err())
                .isEqualTo(status);
        return process;
    }
}
