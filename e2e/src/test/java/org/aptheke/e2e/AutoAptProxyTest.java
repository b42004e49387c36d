package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.aptheke.testkit.ArchiveBuilder;
import org.aptheke.testkit.FileTree;
import org.aptheke.testkit.ScriptedOrigin;
import org.aptheke.testkit.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real {@code auto-apt-proxy} of Debian finds the cache in each of its ways, and apt uses what it found. */
final class AutoAptProxyTest {
    private static final String USUAL_PORT = "3142";
    private static final Path ITS_CONFIGURATION = Path.of("/etc/apt/apt.conf.d/auto-apt-proxy.conf");

    @TempDir
    private Path home = Path.of("");

    @Test
    void onTheMachineItself_isFound() throws Exception {
        var setup = Aptheke.in(home.resolve("aptheke")).set("listen", "[\"127.0.0.1:" + USUAL_PORT + "\"]");
        try (var aptheke = inANetwork(setup, "").start()) {
            assertThat(besides(aptheke, "auto-apt-proxy")).isEqualTo("http://127.0.0.1:3142\n");
        }
    }

    @Test
    void onTheGateway_isFound() throws Exception {
        var setup = Aptheke.in(home.resolve("aptheke")).set("listen", "[\"10.77.0.1:" + USUAL_PORT + "\"]");
        String network = "ip link add name lan0 type bridge && ip addr add 10.77.0.1/24 dev lan0 && ip link set lan0 up"
                + " && ip route add default via 10.77.0.1 && ";
        // It would tell the network that it is there, and this test is not about that.
        setup.set("announce.mdns", "\"off\"");
        try (var aptheke = inANetwork(setup, network).start()) {
            assertThat(besides(aptheke, "auto-apt-proxy")).isEqualTo("http://10.77.0.1:3142\n");
        }
    }

    /** An address of the loopback network that nobody else has, so that this needs no network of its own. */
    @Test
    void onTheHostNamedAptProxy_isUsedByApt() throws Exception {
        var setup = Aptheke.in(home.resolve("aptheke")).set("listen", "[\"127.77.31.42:" + USUAL_PORT + "\"]");
        try (var aptheke = setup.start()) {
            var machine = machine("127.77.31.42 apt-proxy\n");

            assertThat(found(machine)).isEqualTo("http://127.77.31.42:3142\n");
            assertUpdatesThrough(machine, aptheke);
        }
    }

    @Test
    void byTheRecordThatIsPrinted_isUsedByApt_onAnyPort() throws Exception {
        var setup = Aptheke.in(home.resolve("aptheke"));
        try (var aptheke = setup.start();
                var dns = ZoneServer.start("127.77.53.53")) {
            String url = "http://cache.example.org:" + aptheke.port();
            var instructions = Instructions.read(setup.run("client-config", "--way", "discover", "--cache", url));
            var machine = machine("127.0.0.1 cache.example.org\n127.77.0.9 client.example.org client\n")
                    .preparedBy("hostname client");
            asksDns(machine, "127.77.53.53");
            for (var step : instructions.steps()) {
                switch (step) {
                    case Instructions.Step.InZone(var records) -> dns.serve(records);
                    // The package is on the machine of the tests; its file is copied with the machine.
                    case Instructions.Step.OnClient(var script) ->
                        assertThat(script.strip()).isEqualTo("apt-get install auto-apt-proxy");
                    case Instructions.Step.File _, Instructions.Step.OnCache _ ->
                        throw new AssertionError("not expected: " + step);
                }
            }

            assertThat(found(machine)).isEqualTo(url + "\n");
            assertUpdatesThrough(machine, aptheke);
        }
    }

    /** Without auto-apt-proxy: apt itself follows the records of the host that its proxy line names. */
    @Test
    void recordsOfTheProxysName_leadAptToTheNextCache_whenTheFirstIsAway() throws Exception {
        try (var aptheke = Aptheke.in(home.resolve("aptheke")).start();
                var dns = ZoneServer.start("127.77.53.54")) {
            dns.serve("_http._tcp.cache.example.org. 60 IN SRV 0 0 1 cache1.example.org.");
            dns.serve("_http._tcp.cache.example.org. 60 IN SRV 10 0 " + aptheke.port() + " cache2.example.org.");
            var machine = CleanMachine.in(home.resolve("client"))
                    .preparedBy("mount --bind '"
                            + hosts("127.77.0.8 cache1.example.org\n127.0.0.1 cache2.example.org\n") + "' /etc/hosts");
            asksDns(machine, "127.77.53.54");
            machine.apt().proxy("http://cache.example.org:3142");

            assertUpdatesThrough(machine, aptheke);
        }
    }

    private void asksDns(CleanMachine machine, String server) throws IOException {
        var file = Files.writeString(home.resolve("resolv.conf"), "nameserver " + server + "\n");
        machine.preparedBy("mount --bind '" + file + "' /etc/resolv.conf");
    }

    private Path hosts(String lines) throws IOException {
        return Files.writeString(home.resolve("hosts"), "127.0.0.1 localhost\n" + lines);
    }

    /** With the package, and these lines in {@code /etc/hosts}. */
    private CleanMachine machine(String hosts) throws IOException, InterruptedException {
        var machine = CleanMachine.in(home.resolve("client"));
        Files.copy(ITS_CONFIGURATION, home.resolve("client/etc/apt/apt.conf.d/auto-apt-proxy.conf"));
        return machine.preparedBy("mount --bind '" + hosts(hosts) + "' /etc/hosts")
                .preparedBy("export TMPDIR='" + machine.root() + "'");
    }

    private void assertUpdatesThrough(CleanMachine machine, Aptheke aptheke) throws Exception {
        try (var origin = ScriptedOrigin.start();
                var archive = ArchiveBuilder.in(
                        home.resolve("archive"), InstantSource.system().instant())) {
            archive.addMany("stable/main", "sample", 1, 5_000);
            archive.publish();
            origin.otherwise(FileTree.at("/debian", archive.root()));
            machine.apt()
                    .source("deb [signed-by=%s] %s stable main".formatted(archive.keyring(), origin.url("/debian")));

            var update = machine.apt().update();

            assertThat(update.isClean()).as(update.output()).isTrue();
            assertThat(aptheke.awaitAccess("/debian/dists/stable/InRelease", 1)).isNotEmpty();
            assertThat(origin.requests())
                    .isNotEmpty()
                    .allSatisfy(request -> assertThat(request.field("Via")).isPresent());
        }
    }

    /** Runs the program in a network of its own. */
    private static Aptheke.Setup inANetwork(Aptheke.Setup setup, String commands) {
        return setup.wrappedBy(
                "unshare",
                "--net",
                "--map-root-user",
                "sh",
                "-ec",
                "ip link set lo up && " + commands + "exec \"$@\"",
                "sh");
    }

    /** Runs a command in the network of the program. */
    private String besides(Aptheke aptheke, String... command) throws IOException, InterruptedException {
        var whole = new ArrayList<>(List.of("nsenter", "-t", Long.toString(aptheke.pid()), "--user", "--net"));
        whole.add("--preserve-credentials");
        whole.addAll(List.of("env", "AUTO_APT_PROXY_NO_CACHE=1", "TMPDIR=" + home, "APT_CONFIG=" + asSuperuser()));
        whole.addAll(List.of(command));
        return Tool.in(home).output(whole.toArray(String[]::new));
    }

    private String found(CleanMachine machine) throws IOException, InterruptedException {
        return machine.run("env", "APT_CONFIG=" + asSuperuser(), "auto-apt-proxy");
    }

    /** In these namespaces there is no other user that apt could become. */
    private Path asSuperuser() throws IOException {
        return Files.writeString(home.resolve("superuser.conf"), "APT::Sandbox::User \"root\";\n");
    }
}
