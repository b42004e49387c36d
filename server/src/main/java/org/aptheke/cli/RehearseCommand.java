package org.aptheke.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.aptheke.config.ConfigFile;
import org.aptheke.config.ConfigRefusedException;
import org.aptheke.config.ConfigSources;
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

    RehearseCommand(Program program) {
        this.program = program;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, StartFailure, ConfigRefusedException {
        Path directory = Files.createTempDirectory("aptheke-rehearsal");
        try (var origin = RehearsalOrigin.start()) {
            DataDirectory.prepare(directory.resolve("data"));
            Running running = program.start(ConfigFile.load(sources(directory)));
            try {
                perform(running.addresses().getFirst(), origin.port());
            } finally {
                running.stop();
            }
            return 0;
        } finally {
            delete(directory);
        }
    }

    /** Nothing of the machine's own configuration. */
    private static ConfigSources sources(Path directory) throws IOException {
        var lines = List.of(
                "listen = [\"127.0.0.1:0\"]",
                "data = '" + directory.resolve("data") + "'",
                "console.listen = \"127.0.0.1:0\"",
                "egress.allow = [\"127.0.0.0/8\"]",
                "log.access = '" + directory.resolve("access.log") + "'");
        Path file = Files.write(directory.resolve("aptheke.toml"), lines);
        return ConfigSources.of(Optional.of(file), Map.of(), "", directory);
    }

    /** The work of a usual day, in small. */
    private static void perform(InetSocketAddress address, int originPort) throws IOException {
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
