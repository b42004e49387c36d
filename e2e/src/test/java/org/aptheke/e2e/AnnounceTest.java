package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the program tells its neighbours that it is there, in a network of its own. */
final class AnnounceTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Port 5353 as {@code /proc/net/udp} has it. */
    private static final String MDNS = ":14E9 ";

    @TempDir
    private Path home = Path.of("");

    @Test
    void auto_servingANetwork_announcesThereAndSaysGoodbye() throws Exception {
        try (var aptheke = setup("auto", ":0").start()) {
            aptheke.errors()
                    .await(Pattern.compile("announced by mDNS at 10\\.77\\.0\\.1, .*port " + aptheke.port()), LIMIT);

            assertThat(udp(aptheke)).contains(MDNS);
            assertThat(aptheke.stop()).isZero();
            // lan1 has no address that could stand in a URL.
            assertThat(aptheke.errors().all())
                    .noneMatch(line -> line.contains("goodbye") || line.contains("ERROR"))
                    .filteredOn(line -> line.contains("announced by mDNS"))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"auto,127.0.0.1:0", "off,:0"})
    void nobodyToTell_noSocketIsOpened(String mode, String listen) throws Exception {
        try (var aptheke = setup(mode, listen).start()) {
            assertThat(udp(aptheke)).doesNotContain(MDNS);
            assertThat(aptheke.stop()).isZero();
            assertThat(aptheke.errors().all()).noneMatch(line -> line.contains("mDNS"));
        }
    }

    private Aptheke.Setup setup(String mode, String listen) {
        return Aptheke.in(home.resolve("aptheke"))
                .set("listen", "[\"" + listen + "\"]")
                .set("announce.mdns", "\"" + mode + "\"")
                .wrappedBy("unshare", "--net", "--map-root-user", "sh", "-ec", """
                        ip link set lo up
                        ip link add name lan0 type veth peer name lan1
                        ip addr add 10.77.0.1/24 dev lan0
                        ip link set lan0 up
                        ip link set lan1 up
                        exec "$@"
                        """, "sh");
    }

    /** The sockets of the program's network. */
    private static String udp(Aptheke aptheke) throws IOException {
        var net = Path.of("/proc", Long.toString(aptheke.pid()), "net");
        return Files.readString(net.resolve("udp")) + Files.readString(net.resolve("udp6"));
    }
}
