package org.aptheke.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
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
        Files.writeString(to, "offline = true\n");

        var process = migrate(0);

        assertThat(process.err()).contains("left as it is");
        assertThat(Files.readString(to)).isEqualTo("offline = true\n");
        assertThat(to.resolveSibling("mirrors")).doesNotExist();
    }

    @Test
    void migrate_besideAMainFileThatSetsPlacesOnly_becomesAPart() throws Exception {
        Files.createDirectories(to.getParent());
        Files.writeString(
                to, "# as packaged\n\ndata = '%s'\n[log]\naccess = \"-\"\n".formatted(directory.resolve("data")));
        var part = to.resolveSibling("conf.d/apt-cacher-ng.toml");

        var process = migrate(0);
        var again = migrate(0);

        assertThat(process.err()).isEqualTo("aptheke: " + part + ": written, and checked\n");
        assertThat(again.err()).isEqualTo("aptheke: " + part + ": is there already, and left as it is\n");
        assertThat(Files.readString(to)).startsWith("# as packaged\n");
        assertThat(to.resolveSibling("mirrors/deb_mirrors")).exists();
        var checked = new FakeProcess(directory);
        assertThat(checked.run(FakeProgram.good(), "check-config", "--config", to.toString()))
                .isZero();
        assertThat(checked.out()).contains("debrep", "3199");
    }

    @Test
    void migrate_partThatDoesNotFit_isRefusedAndNotLeft() throws Exception {
        Files.createDirectories(to.getParent());
        Files.writeString(to, "");
        Files.writeString(from.resolve("acng.conf"), "BindAddress: no.such.name.invalid\n");

        assertThat(migrate(2).err()).contains("no.such.name.invalid");
        assertThat(to.resolveSibling("conf.d")).isEmptyDirectory();
    }

    @Test
    void migrate_withCache_takesItOverByTheNamesOfRemaps() throws Exception {
        var cache = Files.createDirectory(directory.resolve("cache"));
        Files.writeString(from.resolve("acng.conf"), "Remap-My.Repo: http://mirror.example/debian\nStupidFs: 1\n");
        var program = FakeProgram.good();

        var process = migrate(program, 0, "--cache", cache.toString(), "--data", directory + "/store");

        assertThat(program.calls())
                .containsExactly("takeOver "
                        + new OldCache(cache.toRealPath(), Map.of("My.Repo", "my-repo"), true, false) + " into "
                        + directory
                        + "/store");
        assertThat(process.out()).endsWith("taken: 3 files\n");
        assertThat(process.err()).endsWith("aptheke: half of it\n");
    }

    @Test
    void migrate_cacheOrStoreThatCannotBeUsed_isRefused() {
        assertThat(migrate(2, "--cache", directory.resolve("none").toString()).err())
                .endsWith("none: not there\n");
        assertThat(migrate(
                                FakeProgram.failing("it is used"),
                                2,
                                "--cache",
                                directory.toString(),
                                "--data",
                                directory + "/s")
                        .err())
                .endsWith("aptheke: it is used\n");
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
        return migrate(FakeProgram.good(), status, more);
    }

    private FakeProcess migrate(FakeProgram program, int status, String... more) {
        var process = new FakeProcess(directory);
        var arguments = new java.util.ArrayList<>(
                java.util.List.of("migrate", "--from", from.toString(), "--to", to.toString()));
        arguments.addAll(List.of(more));
        assertThat(process.run(program, arguments.toArray(String[]::new)))
                .as("%s%s", process.out(), process.err())
                .isEqualTo(status);
        return process;
    }
}
