package org.aptheke.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.aptheke.testkit.Tool;
import org.aptheke.testkit.Wire;

/** The part of systemd: the packaged program is started as it starts services, with sockets that outlive it. */
final class Systemd implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final Process process;
    private final Lines output;
    private final Lines errors;
    private int starts;
    private int ends;

    private Systemd(Process process) {
        this.process = process;
        output = Lines.of(process.getInputStream());
        errors = Lines.of(process.getErrorStream());
    }

    /** What it does for the program. For one thread. */
    static final class Unit {
        private final Path home;
        private final Aptheke.Setup setup;
        private final List<String> options = new ArrayList<>();
        private String notifySocket;

        private Unit(Path home, Aptheke.Setup setup) {
            this.home = home;
            this.setup = setup;
            this.notifySocket = home.resolve("notify").toString();
        }

        /** Listens on a free port of that address. */
        Unit socket(String name, String address) {
            options.add("socket=" + name + "," + address);
            return this;
        }

        Unit watchdog(Duration time) {
            options.add("watchdog=" + TimeUnit.NANOSECONDS.toMicros(time.toNanos()));
            return this;
        }

        /** Is told by a socket with no file. */
        Unit toldAt(String name) {
            notifySocket = name;
            return this;
        }

        /** Listens, and starts nothing yet. */
        Systemd listen() throws IOException {
            Files.createDirectories(home);
            var script = home.resolve("systemd.pl");
            try (var source = Systemd.class.getResourceAsStream("systemd.pl")) {
                Files.write(script, source.readAllBytes());
            }
            var command = new ArrayList<>(List.of("perl", script.toString(), notifySocket));
            command.addAll(options);
            command.add("--");
            command.addAll(setup.serveCommand());
            return new Systemd(
                    new ProcessBuilder(command).directory(home.toFile()).start());
        }

        Systemd start() throws IOException, InterruptedException {
            var systemd = listen();
            systemd.start();
            return systemd;
        }
    }

    /** Something that is run with that setup; its own files are below that directory. */
    static Unit of(Path home, Aptheke.Setup setup) {
        return new Unit(home, setup);
    }

    /** Starts the program, which must have ended if it ran before. */
    void start() throws IOException, InterruptedException {
        process.getOutputStream().write("start\n".getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().flush();
        starts++;
        await("^started \\d+$", starts);
    }

    /** Waits until the program has said so often that it is ready. */
    void awaitReady(int times) throws InterruptedException {
        await("^told READY=1\\|", times);
    }

    /** The port of the nth socket, from 1. */
    int port(int nth) throws InterruptedException {
        return Integer.parseInt(await("^port (\\d+)$", nth).group(1));
    }

    long pid() throws InterruptedException {
        return Long.parseLong(await("^started (\\d+)$", starts).group(1));
    }

    void signal(String name) throws IOException, InterruptedException {
        Tool.in(Path.of("/")).output("kill", "-" + name, Long.toString(pid()));
    }

    /** Waits for the end of the program, and gives its exit status. */
    String awaitEnd() throws InterruptedException {
        ends++;
        return await("^ended (.*)$", ends).group(1);
    }

    /** Waits for the nth line of output in which the pattern is found. */
    MatchResult await(String pattern, int nth) throws InterruptedException {
        try {
            return output.await(Pattern.compile(pattern), nth, LIMIT);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; errors: " + errors.all(), e);
        }
    }

    /** What the service manager was told so far, but for requests for more time. */
    List<String> told() {
        return output.all().stream()
                .filter(line -> line.startsWith("told ") && !line.contains("EXTEND_TIMEOUT"))
                .map(line -> line.substring("told ".length()))
                .toList();
    }

    /** The program's own log. */
    Lines errors() {
        return errors;
    }

    static Wire connect(int port) throws IOException {
        return Wire.connect(port);
    }

    @Override
    public void close() throws IOException {
        // At the end of its input it kills the program, and ends.
        process.getOutputStream().close();
        process.onExit().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }
}
