package org.aptheke.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.aptheke.config.ConfigFile;
import org.aptheke.config.ConfigRefusedException;
import org.aptheke.config.ConfigSources;
import org.aptheke.config.Configuration;
import org.aptheke.systemd.Patience;
import org.aptheke.systemd.Supervisor;
import org.aptheke.systemd.Watchdog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the program until it is told to stop. */
@Command(
        name = ServeCommand.NAME,
        description = {
            "Serves clients until it is told to stop.",
            "SIGTERM stops it in order; SIGHUP reloads the configuration and reopens the log files."
        })
final class ServeCommand implements Callable<Integer> {
    static final String NAME = "serve";

    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    /** A store of earlier versions may have to be rewritten. */
    private static final Duration START_AT_MOST = Duration.ofMinutes(30);

    private static final Duration STOP_AT_MOST = Duration.ofMinutes(2);

    private final Program program;
    private final Surroundings surroundings;
    private final Supervisor supervisor;
    private final Consumer<Running> onceReady;
    private final HangUps hangUps = new HangUps();

    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    ServeCommand(Program program, Surroundings surroundings) {
        this(program, surroundings, _ -> {});
    }

    /** @param onceReady what is done when clients are served */
    ServeCommand(Program program, Surroundings surroundings, Consumer<Running> onceReady) {
        this.program = program;
        this.surroundings = surroundings;
        this.supervisor = surroundings.supervisor();
        this.onceReady = onceReady;
    }

    @Override
    public Integer call() throws InterruptedException {
        ConfigSources sources = options.sources(surroundings);
        // Before the start, so that a signal that comes early is not lost.
        var stop = new CountDownLatch(1);
        surroundings.signals().on("TERM", stop::countDown);
        surroundings.signals().on("INT", stop::countDown);
        surroundings.signals().on("HUP", hangUps::come);
        try {
            serve(ConfigFile.load(sources), sources, stop);
            return 0;
        } catch (ConfigRefusedException e) {
            e.problems().forEach(this::complain);
            supervisor.status("Did not start: " + e.problems().getFirst());
        } catch (StartFailure e) {
            complain(e.line());
            supervisor.status("Did not start: " + e.line());
        }
        return CommandLineProgram.REFUSED;
    }

    private void serve(Configuration configuration, ConfigSources sources, CountDownLatch stop)
            throws StartFailure, InterruptedException {
        Running running = start(configuration);
        try {
            serve(configuration, sources, running, stop);
        } finally {
            stop(running);
        }
    }

    private Running start(Configuration configuration) throws StartFailure {
        supervisor.status("Starting");
        try (var _ = Patience.of(supervisor, START_AT_MOST)) {
            DataDirectory.prepare(configuration.settings().data());
            return program.start(configuration);
        }
    }

    private void serve(Configuration configuration, ConfigSources sources, Running running, CountDownLatch stop)
            throws InterruptedException {
        var data = configuration.settings().data();
        var status = new ServiceStatus(surroundings.version(), running, data);
        try (var _ = Watchdog.start(supervisor, running.vitals(), status::text)) {
            configuration.remarks().forEach(LOG::warn);
            supervisor.ready(status.text());
            var reloading = new Reloading(sources, running, configuration, supervisor, status);
            hangUps.heed(reloading::reload);
            surroundings.out().println(ReadyLine.of(surroundings.version(), running, data));
            surroundings.out().flush();
            onceReady.accept(running);
            stop.await();
        }
    }

    private void stop(Running running) {
        supervisor.stopping("Stopping");
        try (var _ = Patience.of(supervisor, STOP_AT_MOST)) {
            running.stop();
        }
    }

    private void complain(Object what) {
        surroundings.err().println("aptheke: " + what);
        surroundings.err().flush();
    }
}
