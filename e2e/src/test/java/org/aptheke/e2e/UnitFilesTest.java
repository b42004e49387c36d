package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.aptheke.testkit.Tool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of the package that other programs read, as those read them. */
final class UnitFilesTest {
    private static final Path PACKAGING =
            Path.of("../packaging/debian").toAbsolutePath().normalize();
    private static final Pattern EXPOSURE = Pattern.compile("Overall exposure level for aptheke.service: ([0-9.]+) ");

    @TempDir
    private Path directory = Path.of("");

    private Path service = Path.of("");
    private Path socket = Path.of("");

    /** Of the program there is none on this machine; everything else is as it is. */
    @BeforeEach
    void copyUnits() throws Exception {
        var text = Files.readString(PACKAGING.resolve("aptheke.service"));
        service = Files.writeString(
                directory.resolve("aptheke.service"), text.replace("=/usr/bin/aptheke ", "=/bin/true "));
        socket = Files.copy(PACKAGING.resolve("aptheke.socket"), directory.resolve("aptheke.socket"));
    }

    @Test
    void units_verified_haveNoFault() throws Exception {
        var outcome = Tool.in(directory)
                .run(List.of("systemd-analyze", "verify", "--man=no", service.toString(), socket.toString()));

        assertThat(outcome.output()).doesNotContain("aptheke");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void unit_withAnUnknownKey_hasAFault() throws Exception {
        Files.writeString(service, Files.readString(service).replace("[Service]", "[Service]\nReloadSignl=SIGHUP"));

        var outcome = Tool.in(directory).run(List.of("systemd-analyze", "verify", "--man=no", service.toString()));

        assertThat(outcome.output()).contains("ReloadSignl");
    }

    @Test
    void service_judgedForSecurity_isAtMostTwo() throws Exception {
        var outcome = Tool.in(directory)
                .run(List.of(
                        "systemd-analyze",
                        "security",
                        "--no-pager",
                        "--offline=true",
                        "--threshold=20",
                        service.toString()));

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        var exposure = EXPOSURE.matcher(outcome.output());
        assertThat(exposure.find()).isTrue();
        assertThat(Double.parseDouble(exposure.group(1))).isLessThanOrEqualTo(2.0);
    }

    @Test
    void profileOfAppArmor_isParsedAndComplains() throws Exception {
        var profile = PACKAGING.resolve("apparmor/usr.bin.aptheke");

        var outcome = Tool.in(directory)
                .run(List.of("apparmor_parser", "--skip-kernel-load", "--skip-cache", profile.toString()));

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(Files.readString(profile)).contains("flags=(complain)");
    }
}
