package org.aptheke.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aptheke.testkit.Tool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code aptheke ca}: what the operator sees from the first authority to the next. */
final class CaCommandTest {
    @TempDir
    private Path directory = Path.of("");

    private Path config = Path.of("");

    @BeforeEach
    void configure() throws IOException {
        config = directory.resolve("aptheke.toml");
        intercept("\"vendor.example\", \"*.packagecloud.example\"");
    }

    @Test
    void init_thenShow_saysFingerprintAndNames() {
        var made = ca(0, "init");
        var shown = ca(0, "show");

        assertThat(made.out()).contains("aptheke ca install-script");
        assertThat(made.out()).startsWith(shown.out().stripTrailing());
        assertThat(shown.out())
                .containsPattern("SHA-256 ([0-9A-F]{2}:){31}[0-9A-F]{2}\n")
                .contains("may sign for packagecloud.example, vendor.example", "valid until 2036-");
        assertThat(shown.err()).isEmpty();
    }

    @Test
    void init_twice_isRefusedInOneLine() {
        ca(0, "init");

        assertThat(ca(2, "init").err()).containsOnlyOnce("\n").contains("current.pem", "aptheke ca rotate");
    }

    @Test
    void init_nothingToIntercept_isRefusedNamingTheSetting() throws Exception {
        intercept("");

        assertThat(ca(2, "init").err()).contains("intercept.hosts");
    }

    @Test
    void show_nothingThere_isRefusedNamingTheCommand() {
        assertThat(ca(2, "show").err()).containsOnlyOnce("\n").contains("aptheke ca init");
        assertThat(ca(2, "install-script").err()).contains("aptheke ca init");
    }

    @Test
    void rotation_step_byStep_saysWhatIsNext() throws Exception {
        ca(0, "init");
        intercept("\"vendor.example\", \"new.example\"");

        assertThat(ca(0, "show").err()).contains("new.example", "aptheke ca rotate");
        assertThat(ca(0, "rotate").out()).contains("signs:", "next:", "new.example", "aptheke ca activate");
        assertThat(ca(0, "show").err()).contains("aptheke ca activate");
        assertThat(ca(0, "show", "--pem").out().split("BEGIN CERTIFICATE", -1)).hasSize(3);
        assertThat(ca(0, "activate").out()).contains("new.example").doesNotContain("next:");
        assertThat(ca(0, "show").err()).isEmpty();
    }

    @Test
    void checkConfig_followsTheAuthority() throws Exception {
        assertThat(run(2, "check-config").err()).contains("aptheke ca init");
        ca(0, "init");
        assertThat(run(0, "check-config").err()).isEmpty();
        intercept("\"new.example\"");
        assertThat(run(0, "check-config").err()).containsOnlyOnce("\n").contains("new.example", "aptheke ca rotate");
        Files.writeString(directory.resolve("data/ca/current.pem"), "broken");
        assertThat(run(2, "check-config").err()).contains("current.pem");
    }

    @Test
    void installScript_isAShellScriptWithTheDigestOfTheBundle() throws Exception {
        ca(0, "init");
        var script = ca(0, "install-script", "--cache", "http://cache.example.org:3142/")
                .out();
        var bundle = Files.writeString(
                directory.resolve("bundle.pem"), ca(0, "show", "--pem").out());

        var digest = Tool.in(directory).output("sha256sum", bundle.toString()).split(" ", 2)[0];
        assertThat(script)
                .startsWith("#!/bin/sh\n")
                .contains("sha256='" + digest + "'", "cache='http://cache.example.org:3142'", "hosts='vendor.example'")
                .doesNotContain("@SHA256@", "@HOSTS@", "@CACHE@", "@FINGERPRINTS@", "@PATTERNS@");
        var file = Files.writeString(directory.resolve("script.sh"), script);
        assertThat(Tool.in(directory).run(List.of("sh", "-n", file.toString())).exitCode())
                .isZero();
        assertThat(ca(2, "install-script", "--cache", "cache.example.org").err())
                .contains("URL");
    }

    private FakeProcess ca(int status, String... arguments) {
        var all = new ArrayList<>(List.of("ca"));
        all.addAll(List.of(arguments));
        return run(status, all.toArray(String[]::new));
    }

    private FakeProcess run(int status, String... arguments) {
        var process = new FakeProcess(directory);
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", config.toString()));
        assertThat(process.run(FakeProgram.good(), all.toArray(String[]::new)))
                .as("%s%s", process.out(), process.err())
                .isEqualTo(status);
        return process;
    }

    private void intercept(String hosts) throws IOException {
        Files.writeString(
                config, "data = \"" + directory.resolve("data") + "\"\n[intercept]\nhosts = [" + hosts + "]\n");
    }
}
