package org.aptheke.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ProcessSignalsTest {
    @Test
    void on_signalRaised_runsTheAction() throws Exception {
        var came = new CountDownLatch(1);
        new ProcessSignals().on("USR2", came::countDown);

        var kill = new ProcessBuilder(
                        "kill", "-USR2", Long.toString(ProcessHandle.current().pid()))
                .start();

        assertThat(kill.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(came.await(20, TimeUnit.SECONDS)).isTrue();
    }
}
