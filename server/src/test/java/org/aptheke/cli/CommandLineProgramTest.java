package org.aptheke.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandLineProgramTest {
    @TempDir
    private Path directory;

    private FakeProcess process = new FakeProcess(Path.of("/nonexistent"));

    @BeforeEach
    void beginProcess() {
        process = new FakeProcess(directory);
    }

    @Test
    void help_namesAllCommands() {
        assertThat(process.run(FakeProgram.good(), "--help")).isZero();

        assertThat(process.out()).contains("serve", "check-config", "version");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve",
                "check-config",
                "status",
                "client-config",
                "suites",
                "search",
                "transfers",
                "purge",
                "pin",
                "logs",
                "config",
                "completion",
                "man-pages",
                "drop",
                "job",
                "job list",
                "job start",
                "offline",
                "token",
                "token create",
                "token list",
                "token revoke",
                "hash-password",
                "ca",
                "ca init",
                "migrate",
                "https-origins",
                "version"
            })
    void help_ofEachCommand_isShown(String command) {
        var arguments = (command + " --help").split(" ", -1);

        assertThat(process.run(FakeProgram.good(), arguments)).isZero();
        assertThat(process.out()).startsWith("Usage: aptheke " + command + " ");
    }

    @Test
    void manPages_areWrittenForEachCommand() throws Exception {
        var pages = directory.resolve("man");

        assertThat(process.run(FakeProgram.good(), "man-pages", pages.toString()))
                .isZero();

        assertThat(pages.resolve("aptheke-job-start.1")).exists();
        assertThat(Files.readString(pages.resolve("aptheke.1")))
                .startsWith(".TH \"aptheke\" 1 ")
                .contains("\n\\fBsearch\\fR, see \\fBaptheke\\-search\\fR(1)\n")
                .contains("\n.SH EXIT STATUS\n0 when all went well");
        assertThat(Files.readString(pages.resolve("aptheke-logs.1")))
                .contains("\\fB\\-f\\fR, \\fB\\-\\-follow\\fR\n")
                .contains("\n\\fBaptheke logs\\fR [\\fIOPTION\\fR...]\n");
        try (var files = Files.list(pages)) {
            for (var file : files.toList()) {
                assertThat(Files.readAllLines(file))
                        .as(file.toString())
                        .filteredOn(line -> line.startsWith(".") || line.startsWith("'"))
                        .allMatch(line -> line.matches("\\.(TH|SH|TP|PP).*"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "--version", "-V"})
    void version_isPrinted(String argument) {
        assertThat(process.run(FakeProgram.good(), argument)).isZero();

        assertThat(process.out()).isEqualTo("aptheke 1.2.3\n");
    }

    @Test
    void run_noCommand_isRefusedInOneLine() {
        assertThat(process.run(FakeProgram.good())).isEqualTo(2);

        assertThat(process.err()).isEqualTo("aptheke: A command is missing; see aptheke --help\n");
    }

    @Test
    void run_mistypedCommand_isRefusedWithTheRightOne() {
        assertThat(process.run(FakeProgram.good(), "serv")).isEqualTo(2);

        assertThat(process.err()).containsOnlyOnce("\n").contains("did you mean serve?");
    }

    @Test
    void run_unknownOption_isRefusedInOneLine() {
        assertThat(process.run(FakeProgram.good(), "serve", "--porto", "1")).isEqualTo(2);

        assertThat(process.err()).containsOnlyOnce("\n").contains("--porto");
    }

    @Test
    void checkConfig_good_printsEffectiveValues() throws Exception {
        Path file = directory.resolve("a.toml");
        Files.writeString(file, "listen = \"127.0.0.1:1\"\n");

        assertThat(process.run(FakeProgram.good(), "check-config", "--config", file.toString()))
                .isZero();

        assertThat(process.out()).contains("listen = [\"127.0.0.1:1\"]  # " + file + ":1\n");
        assertThat(process.err()).isEmpty();
    }

    @Test
    void checkConfig_fileThatIsNamedCannotBeUsed_isRefusedAsAStartIs() {
        assertThat(process.run(FakeProgram.failing("/etc/users:1: not a user"), "check-config"))
                .isEqualTo(2);

        assertThat(process.err()).isEqualTo("aptheke: /etc/users:1: not a user\n");
    }

    @Test
    void httpsOrigins_withoutOption_printsAll() {
        assertThat(process.run(FakeProgram.good(), "https-origins", "--data", "/srv/a"))
                .isZero();

        assertThat(process.out()).isEqualTo("a.example:80 is one\n");
    }

    @Test
    void httpsOrigins_forget_saysWhetherItWasKnown() {
        assertThat(process.run(FakeProgram.good(), "https-origins", "--forget", "a.example"))
                .isZero();
        assertThat(process.run(FakeProgram.good(), "https-origins", "--forget", "b.example"))
                .isEqualTo(2);

        assertThat(process.err()).isEqualTo("aptheke: b.example is not among them\n");
    }

    @Test
    void checkConfig_bad_printsEachProblemOnALine() throws Exception {
        Path file = directory.resolve("a.toml");
        Files.writeString(file, "listn = 1\ndatta = 2\n");

        assertThat(process.run(FakeProgram.good(), "check-config", "--config", file.toString()))
                .isEqualTo(2);

        assertThat(process.out()).isEmpty();
        assertThat(process.err())
                .isEqualTo("aptheke: " + file + ":1: listn: unknown key; did you mean listen?\n" + "aptheke: " + file
                        + ":2: datta: unknown key; did you mean data?\n");
    }
}
