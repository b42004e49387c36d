package org.aptheke.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SupervisorTest {
    private static final long PID = 77;

    private final List<String> told = new ArrayList<>();

    @Test
    void noSocket_nothingIsSent() {
        var supervisor = supervisor(Map.of());

        supervisor.ready("x");

        assertThat(supervisor.listens()).isFalse();
        assertThat(told).isEmpty();
    }

    @Test
    void status_ofSeveralLines_isOneAssignment() {
        supervisor(Map.of("NOTIFY_SOCKET", "/run/s")).status("one\n  READY=1");

        assertThat(told).containsExactly("/run/s: STATUS=one READY=1");
    }

    @Test
    void abstractName_beginsWithAZeroByte() {
        supervisor(Map.of("NOTIFY_SOCKET", "@s")).status("x");

        assertThat(told).containsExactly("\0s: STATUS=x");
    }

    @Test
    void alive_whileStopping_isNotSaid() {
        var supervisor = supervisor(Map.of("NOTIFY_SOCKET", "/s"));

        supervisor.alive("a");
        supervisor.stopping("b");
        supervisor.alive("c");

        assertThat(told).containsExactly("/s: WATCHDOG=1\nSTATUS=a", "/s: STOPPING=1\nSTATUS=b");
    }

    @Test
    void send_fails_isNoFailureOfTheProgram() {
        var supervisor = Supervisor.of(Map.of("NOTIFY_SOCKET", "/s"), PID, (_, _) -> {
            throw new IOException("no such file");
        });

        supervisor.ready("x");

        assertThat(supervisor.listens()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"77,2000000,2", "'',2000000,2", "78,2000000,0", "77,0,0", "77,-5,0", "77,x,0", "77,'',0"})
    void watchdogTime_isForThisProcessAlone(String pid, String micros, long seconds) {
        var supervisor = supervisor(Map.of("NOTIFY_SOCKET", "/s", "WATCHDOG_PID", pid, "WATCHDOG_USEC", micros));

        assertThat(supervisor.watchdogTime())
                .isEqualTo(seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds)));
    }

    private Supervisor supervisor(Map<String, String> environment) {
        return Supervisor.of(
                environment,
                PID,
                (name, message) -> told.add(
                        new String(name, StandardCharsets.UTF_8) + ": " + new String(message, StandardCharsets.UTF_8)));
    }
}
