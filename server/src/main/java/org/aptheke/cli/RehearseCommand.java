package org.aptheke.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.aptheke.systemd.Supervisor;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Runs the program for some seconds against an origin of its own, on loopback and in a directory that is thrown away: what
 * the JVM records of it ({@code -XX:AOTCacheOutput}) makes later starts quick.
 */
@Command(
        name = "rehearse",
        hidden = true,
        description = "Serves made-up files to itself for some seconds, for a JVM that records a cache of its start.")
final class RehearseCommand implements Callable<Integer> {
    private final Program program;
    private final Surroundings surroundings;

    RehearseCommand(Program program, Surroundings surroundings) {
        this.program = program;
        this.surroundings = surroundings;
    }

    /** What is loaded only by another way into the program would not be in the cache: so it is begun as users begin it. */
    @Override
    public Integer call() throws IOException {
        Path directory = Files.createTempDirectory("aptheke-rehearsal");
        try (var origin = RehearsalOrigin.start()) {
            var stop = new Stop(surroundings.signals());
            var serve = new ServeCommand(program, unwatched(stop), running -> {
                perform(running.addresses().getFirst(), origin.port());
                stop.run();
            });
            return CommandLineProgram.prepared(new CommandLine(serve), surroundings)
                    .execute("--config", configuration(directory).toString());
        } finally {
            delete(directory);
        }
    }

    /** Whoever supervises this process is not told of it, and nothing of the machine's own configuration is read. */
    private Surroundings unwatched(Signals signals) {
        return new Surroundings(
                surroundings.version(),
                Map.of(),
                surroundings.user(),
                surroundings.home(),
                surroundings.out(),
                surroundings.err(),
                signals,
                Supervisor.none(),
                surroundings.clock());
    }

    private static Path configuration(Path directory) throws IOException {
        return Files.write(
                directory.resolve("aptheke.toml"),
                List.of(
                        "listen = [\"127.0.0.1:0\"]",
                        "data = '" + directory.resolve("data") + "'",
                        "console.listen = \"127.0.0.1:0\"",
                        "egress.allow = [\"127.0.0.0/8\"]",
                        "log.access = '" + directory.resolve("access.log") + "'"));
    }

    /** Hears the signals, and gives the one that ends the program itself when the rehearsal is over. */
    private static final class Stop implements Signals, Runnable {
        private final Signals signals;
        private Runnable action = () -> {};

        Stop(Signals signals) {
            this.signals = signals;
        }

        @Override
        public void on(String name, Runnable then) {
            signals.on(name, then);
            if (name.equals("TERM")) {
                action = then;
            }
        }

        @Override
        public void run() {
            action.run();
        }
    }

    /** The work of a usual day, in small. */
    private static void perform(InetSocketAddress address, int originPort) {
        try (var client = new RehearsalClient(address, originPort)) {
            for (int round = 0; round < 40; round++) {
                client.askAll(RehearsalClient.Form.PROXY, round, 10);
                client.askAll(RehearsalClient.Form.PATH, round, 10);
            }
            client.askParticulars();
            for (int round = 0; round < 400; round++) {
                client.askAll(RehearsalClient.Form.PROXY, round % 40, 10);
                client.askAll(RehearsalClient.Form.PATH, round % 40, 1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var below = Files.walk(directory)) {
            for (var path : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
