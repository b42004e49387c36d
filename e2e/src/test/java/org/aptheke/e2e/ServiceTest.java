package org.aptheke.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.aptheke.testkit.Poll;
import org.aptheke.testkit.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a service of systemd: what it tells, and on which sockets it serves. */
final class ServiceTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path home = Path.of("");

    @Test
    void service_startedReloadedAndStopped_tellsEachStep() throws Exception {
        var setup = setup().set("listen", "[\"127.0.0.1:0\"]");
        try (var systemd = unit(setup).start()) {
            systemd.awaitReady(1);
            int port = Integer.parseInt(systemd.await("READY=1\\|STATUS=.* serves 127\\.0\\.0\\.1:(\\d+) from ", 1)
                    .group(1));
            try (var wire = Wire.connect(port)) {
                assertThat(wire.get("/healthz").status()).isEqualTo(200);
            }

            long before = System.nanoTime() / 1000;
            systemd.signal("HUP");
            systemd.awaitReady(2);
            long reloaded = Long.parseLong(
                    systemd.await("RELOADING=1\\|MONOTONIC_USEC=(\\d+)\\|", 1).group(1));
            assertThat(reloaded).isBetween(before, System.nanoTime() / 1000);
            Files.writeString(setup.configuration(), "freshnes.check_after = \"5s\"\n");
            systemd.signal("HUP");
            systemd.awaitReady(3);
            systemd.signal("TERM");

            assertThat(systemd.awaitEnd()).isEqualTo("0");
            assertThat(systemd.told().stream()
                            .map(line -> line.replaceAll("\\d+", "N").replaceAll(" serves .*?; ", " serves; ")))
                    .containsExactly(
                            "STATUS=Starting",
                            "STATUS=Starting: opening the store in "
                                    + setup.data().toString().replaceAll("\\d+", "N"),
                            "STATUS=Starting: the store is open, listening",
                            "READY=N|STATUS=N.N.N-SNAPSHOT serves; N connections, N fetches",
                            "RELOADING=N|MONOTONIC_USEC=N|STATUS=Reloading the configuration",
                            "READY=N|STATUS=N.N.N-SNAPSHOT serves; N connections, N fetches",
                            "RELOADING=N|MONOTONIC_USEC=N|STATUS=Reloading the configuration",
                            "READY=N|STATUS=N.N.N-SNAPSHOT serves; N connections, N fetches; the last reload was refused: "
                                    + setup.configuration().toString().replaceAll("\\d+", "N")
                                    + ": freshnes: unknown table; did you mean freshness?",
                            "STOPPING=N|STATUS=Stopping",
                            "STATUS=Stopping: answering what was asked, for at most N s",
                            "STATUS=Stopping: keeping what was fetched, closing the store");
        }
    }

    @Test
    void service_toldAtAnAbstractName_isReady() throws Exception {
        try (var systemd = unit(setup().set("listen", "[\"127.0.0.1:0\"]"))
                .toldAt("@aptheke-test-" + ProcessHandle.current().pid())
                .start()) {
            systemd.awaitReady(1);
            systemd.signal("TERM");
            assertThat(systemd.awaitEnd()).isEqualTo("0");
        }
    }

    @Test
    void service_refusedConfiguration_tellsWhyAndEndsWithTwo() throws Exception {
        try (var systemd = unit(setup().set("freshness.chek_after", "\"60s\"")).start()) {
            assertThat(systemd.awaitEnd()).isEqualTo("2");
            assertThat(systemd.told())
                    .singleElement()
                    .asString()
                    .startsWith("STATUS=Did not start: ")
                    .contains("check_after");
        }
    }

    /** A thread that hangs is stopped by a debugger here, in the running program. */
    @Test
    void watchdog_eventLoopHangs_isNamedAndNothingIsToldUntilItTurnsAgain() throws Exception {
        var setup = setup().set("listen", "[\"127.0.0.1:0\"]");
        try (var debugger = Debugger.listen()) {
            try (var systemd = unit(setup.jvm(debugger.option()))
                    .watchdog(Duration.ofSeconds(2))
                    .start()) {
                debugger.attach();
                systemd.awaitReady(1);
                systemd.await("told WATCHDOG=1\\|STATUS=.* serves ", 3);

                var loop = debugger.suspendOne("data-port-");
                awaitError(systemd, "event loop \\d of \\d", 1);
                long told = watchdogs(systemd);
                awaitError(systemd, "told nothing: event loop \\d of \\d$|told nothing: event loop \\d of \\d\"", 3);
                assertThat(watchdogs(systemd)).isEqualTo(told);

                loop.resume();
                awaitError(systemd, "event loop .* works again", 1);
                systemd.await("told WATCHDOG=1", Math.toIntExact(told) + 2);
                systemd.signal("TERM");
                assertThat(systemd.awaitEnd()).isEqualTo("0");
            }
        }
    }

    @Test
    void sockets_listenIsNotSet_areServedInsteadOfTheDefault() throws Exception {
        try (var systemd = unit(setup())
                .socket("aptheke.socket", "127.0.0.1")
                .socket("aptheke.socket", "::")
                .start()) {
            systemd.awaitReady(1);

            assertThat(systemd.told())
                    .last()
                    .asString()
                    .contains(" serves 127.0.0.1:" + systemd.port(1) + ", *:" + systemd.port(2) + " from ");
            // The second is of IPv6 and of IPv4.
            for (var port : List.of(systemd.port(1), systemd.port(2))) {
                try (var wire = Wire.connect(port)) {
                    assertThat(wire.get("/healthz").status()).isEqualTo(200);
                }
            }
        }
    }

    @Test
    void sockets_namedByListen_areServedAndTheOthersBound() throws Exception {
        var setup = setup();
        try (var listening = unit(setup).socket("", "127.0.0.1").listen()) {
            setup.set("listen", "[\"127.0.0.1:0\", \"127.0.0.1:" + listening.port(1) + "\"]")
                    .writeConfiguration();

            listening.start();
            listening.awaitReady(1);

            int own = Integer.parseInt(listening
                    .await("serves 127\\.0\\.0\\.1:(\\d+), 127\\.0\\.0\\.1:" + listening.port(1), 1)
                    .group(1));
            for (var port : List.of(own, listening.port(1))) {
                try (var wire = Wire.connect(port)) {
                    assertThat(wire.get("/healthz").status()).isEqualTo(200);
                }
            }
        }
    }

    @Test
    void sockets_notNamedByListen_refuseTheStartWithTheRemedy() throws Exception {
        try (var systemd = unit(setup().set("listen", "[\"127.0.0.1:0\"]"))
                .socket("aptheke.socket", "127.0.0.1")
                .start()) {
            assertThat(systemd.awaitEnd()).isEqualTo("2");
            assertThat(systemd.told().getLast())
                    .startsWith("STATUS=Did not start: aptheke.socket listens on 127.0.0.1:" + systemd.port(1)
                            + ", and listen does not name that address: remove listen")
                    .contains("systemctl edit aptheke.socket", "systemctl mask --now aptheke.socket");
        }
    }

    @Test
    void sockets_withoutEpoll_refuseTheStart() throws Exception {
        try (var systemd = unit(setup().jvm("-Dio.netty.transport.noNative=true"))
                .socket("aptheke.socket", "127.0.0.1")
                .start()) {
            assertThat(systemd.awaitEnd()).isEqualTo("2");
            Poll.until(
                    () -> "the reason, of " + systemd.errors().all(),
                    () -> systemd.errors().all().stream()
                            .anyMatch(line -> line.contains("socket 3 of aptheke.socket cannot be served")
                                    && line.contains("epoll")));
        }
    }

    @Test
    void socketsOfAnotherProcess_areLeft() throws Exception {
        // As when a script starts the program instead of replacing itself by it.
        var setup = setup().set("listen", "[\"127.0.0.1:0\"]").wrappedBy("sh", "-c", "\"$@\"; exit $?", "sh");
        try (var systemd = unit(setup).socket("aptheke.socket", "127.0.0.1").start()) {
            systemd.errors().await(Pattern.compile("LISTEN_FDS=1 is for process " + systemd.pid()), LIMIT);
            systemd.awaitReady(1);
        }
    }

    private Aptheke.Setup setup() {
        return Aptheke.in(home.resolve("aptheke")).unset("listen");
    }

    private Systemd.Unit unit(Aptheke.Setup setup) {
        return Systemd.of(home.resolve("systemd"), setup);
    }

    private static void awaitError(Systemd systemd, String pattern, int nth) throws InterruptedException {
        systemd.errors().await(Pattern.compile(pattern), nth, LIMIT);
    }

    private static long watchdogs(Systemd systemd) {
        return systemd.told().stream()
                .filter(line -> line.startsWith("WATCHDOG=1"))
                .count();
    }
}
