package org.aptheke.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServeCommandTest {
    @TempDir
    private Path directory;

    private FakeProcess process = new FakeProcess(Path.of("/nonexistent"));
    private Path data = Path.of("");
    private Path config = Path.of("");

    @BeforeEach
    void beginProcess() throws Exception {
        process = new FakeProcess(directory);
        data = directory.resolve("data");
        config = directory.resolve("a.toml");
        Files.writeString(config, "[freshness]\ncheck_after = \"1s\"\n");
    }

    @Test
    void serve_started_printsOneLineAndStopsOnTerm() throws Exception {
        FakeProgram program = FakeProgram.good();
        FutureTask<Integer> serving = begin(program, "--listen", ":3142", "--listen", "[::1]:3143");

        assertThat(process.awaitOutput())
                .isEqualTo("aptheke 1.2.3 serves http://127.0.0.1:3142, http://[::1]:3143 from " + data + "\n");
        assertThat(data).isEmptyDirectory();

        process.signal("TERM");

        assertThat(FakeProcess.statusOf(serving)).isZero();
        assertThat(program.calls()).containsExactly("start", "stop");
        assertThat(process.err()).isEmpty();
    }

    @Test
    void serve_hup_reloadsAndReopens() throws Exception {
        FakeProgram program = FakeProgram.good();
        FutureTask<Integer> serving = begin(program);
        process.awaitOutput();
        Files.writeString(config, "[freshness]\ncheck_after = \"2s\"\n");

        process.signal("HUP");

        assertThat(program.calls()).containsExactly("start", "reopenLogs", "reload");
        assertThat(program.lastSettings().freshness().checkAfter()).isEqualTo(Duration.ofSeconds(2));
        assertThat(program.lastSettings().data()).as("options stay in force").isEqualTo(data);
        process.signal("INT");
        assertThat(FakeProcess.statusOf(serving)).isZero();
    }

    @Test
    void serve_hupWithBadConfiguration_keepsTheOldOne() throws Exception {
        FakeProgram program = FakeProgram.good();
        FutureTask<Integer> serving = begin(program);
        process.awaitOutput();
        Files.writeString(config, "[freshness]\nchek_after = \"2s\"\n");

        process.signal("HUP");

        assertThat(program.calls()).containsExactly("start", "reopenLogs");
        process.signal("TERM");
        assertThat(FakeProcess.statusOf(serving)).isZero();
    }

    @Test
    void serve_hupWithSettingsThatCannotBeUsed_keepsTheOldOnes() throws Exception {
        FakeProgram program = FakeProgram.good();
        FutureTask<Integer> serving = begin(program);
        process.awaitOutput();
        Files.writeString(config, "[freshness]\ncheck_after = \"0s\"\n");

        process.signal("HUP");

        assertThat(program.calls()).containsExactly("start", "reopenLogs", "reload");
        assertThat(program.lastSettings().freshness().checkAfter()).isEqualTo(Duration.ofSeconds(1));
        process.signal("TERM");
        assertThat(FakeProcess.statusOf(serving)).isZero();
    }

    @Test
    void serve_hupWhileStarting_reloadsWhenStarted() throws Exception {
        FakeProgram program = FakeProgram.holdingTheStart();
        FutureTask<Integer> serving = begin(program);
        program.awaitStart();

        process.signal("HUP");
        assertThat(program.calls()).containsExactly("start");
        program.letStart();
        process.awaitOutput();

        assertThat(program.calls()).containsExactly("start", "reopenLogs", "reload");
        process.signal("TERM");
        assertThat(FakeProcess.statusOf(serving)).isZero();
    }

    @Test
    void serve_underASupervisor_tellsItEachStep() throws Exception {
        FutureTask<Integer> serving = begin(FakeProgram.good(), "--listen", ":3142", "--listen", "[::1]:3143");
        process.awaitOutput();
        Files.writeString(config, "[freshness]\ncheck_after = \"0s\"\n");
        process.signal("HUP");
        process.signal("TERM");
        FakeProcess.statusOf(serving);

        String serves = "STATUS=1.2.3 serves *:3142, [::1]:3143 from " + data + "; 0 connections";
        assertThat(process.told())
                .extracting(told -> told.replaceAll("USEC=\\d+", "USEC=N"))
                .containsExactly(
                        "STATUS=Starting",
                        "READY=1\n" + serves,
                        "RELOADING=1\nMONOTONIC_USEC=N\nSTATUS=Reloading the configuration",
                        "READY=1\n" + serves + "; the last reload was refused: /keys/ca.pem: not there",
                        "STOPPING=1\nSTATUS=Stopping");
    }

    @Test
    void serve_startFails_isOneLineAndStatus2() {
        FakeProgram program = FakeProgram.failing("127.0.0.1:3142: the port is taken;\n try another with --listen");

        assertThat(process.run(program, "serve", "--data", data.toString())).isEqualTo(2);

        assertThat(process.err()).isEqualTo("aptheke: 127.0.0.1:3142: the port is taken; try another with --listen\n");
        assertThat(process.out()).isEmpty();
        assertThat(process.told().getLast())
                .isEqualTo("STATUS=Did not start: 127.0.0.1:3142: the port is taken; try another with --listen");
    }

    @Test
    void serve_dataIsNoDirectory_startsNothing() throws Exception {
        FakeProgram program = FakeProgram.good();
        Files.writeString(data, "a file");

        assertThat(process.run(program, "serve", "--data", data.resolve("below").toString()))
                .isEqualTo(2);

        assertThat(program.calls()).isEmpty();
        assertThat(process.err())
                .containsOnlyOnce("\n")
                .startsWith("aptheke: " + data.resolve("below") + ": the data directory cannot be written");
    }

    @Test
    void serve_badConfiguration_startsNothing() throws Exception {
        FakeProgram program = FakeProgram.good();
        Files.writeString(config, "listn = 1\n");

        assertThat(process.run(program, "serve", "--config", config.toString())).isEqualTo(2);

        assertThat(program.calls()).isEmpty();
        assertThat(process.err()).containsOnlyOnce("\n").contains("did you mean listen?");
    }

    private FutureTask<Integer> begin(Program program, String... options) {
        String[] args = new String[options.length + 5];
        args[0] = "serve";
        args[1] = "--config";
        args[2] = config.toString();
        args[3] = "--data";
        args[4] = data.toString();
        System.arraycopy(options, 0, args, 5, options.length);
        return process.begin(program, args);
    }
}
