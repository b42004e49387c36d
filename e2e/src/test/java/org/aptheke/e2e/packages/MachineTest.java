package org.aptheke.e2e.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.aptheke.testkit.Resource;
import org.aptheke.testkit.ScriptedOrigin;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The machines of these tests are what they are taken for. */
@Timeout(900)
final class MachineTest {
    @TempDir
    private Path home = Path.of("");

    @ParameterizedTest
    @EnumSource(Release.class)
    void machine_stoppedAndStarted_keepsItsFiles_andReachesOthers(Release release) throws Exception {
        try (var lan = Lan.open();
                var origin = ScriptedOrigin.startOn(lan.host(), 80);
                var one = Machine.fresh(release, "one", home, lan, 2).knowing("deb.example.org", lan.host());
                var two = Machine.fresh(release, "two", home, lan, 3)) {
            origin.on("/", Resource.of("hello"));
            one.start();
            two.start();

            one.sh("apt-get -q -y install curl && echo kept >/root/file");
            assertThat(one.output("curl", "-sS", "http://deb.example.org/")).isEqualTo("hello");
            assertThat(two.run("test", "-e", "/root/file").exitCode()).isNotZero();
            assertThat(one.output("cat", "/proc/net/route").lines())
                    .as("no way out")
                    .hasSize(2);
            one.stop();
            one.start();

            assertThat(one.output("cat", "/root/file")).isEqualTo("kept\n");
            assertThat(one.output("hostname")).isEqualTo("one\n");
            assertThat(one.output("cat", "/etc/os-release")).contains(release.codename());
            assertThat(Files.readString(one.asSeenInside("/etc/hosts"), StandardCharsets.UTF_8))
                    .contains("deb.example.org");
        }
    }
}
