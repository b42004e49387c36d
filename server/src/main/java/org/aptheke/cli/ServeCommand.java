package org.aptheke.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.aptheke.config.ConfigFile;
import org.aptheke.config.ConfigRefusedException;
import org.aptheke.config.ConfigSources;
import org.aptheke.config.Configuration;
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

    private final Program program;
    private final Surroundings surroundings;

    @Mixin
    private final ConfigOptions options = new ConfigOptions();

    ServeCommand(Program program, Surroundings surroundings) {
        this.program = program;
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        ConfigSources sources = options.sources(surroundings);
        // Before the start, so that a signal that comes early is not lost.
        var stop = new CountDownLatch(1);
        surroundings.signals().on("TERM", stop::countDown);
        surroundings.signals().on("INT", stop::countDown);
        try {
            serve(ConfigFile.load(sources), sources, stop);
            return 0;
        } catch (ConfigRefusedException e) {
            e.problems().forEach(this::complain);
        } catch (StartFailure e) {
            complain(e.line());
        }
        return CommandLineProgram.REFUSED;
    }

    private void serve(Configuration configuration, ConfigSources sources, CountDownLatch stop)
            throws StartFailure, InterruptedException {
        DataDirectory.prepare(configuration.settings().data());
        Running running = program.start(configuration);
        try {
            configuration.remarks().forEach(LOG::warn);
            var reloading = new Reloading(sources, running, configuration);
            surroundings.signals().on("HUP", reloading::reload);
            surroundings
                    .out()
                    .println(ReadyLine.of(
                            surroundings.version(),
                            running,
                            configuration.settings().data()));
            surroundings.out().flush();
            stop.await();
        } finally {
            running.stop();
        }
    }

    private void complain(Object what) {
        surroundings.err().println("aptheke: " + what);
        surroundings.err().flush();
    }
}
