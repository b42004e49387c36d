package org.aptheke.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.aptheke.testkit.Poll;
import org.aptheke.testkit.Tool;
import org.aptheke.testkit.Wire;
import org.aptheke.testkit.WireResponse;

/**
 * The packaged program as a process of its own, with a free port, its own data directory and configuration. Safe for
 * use by many threads.
 */
public final class Aptheke implements AutoCloseable {
    private static final Path JAR =
            Path.of("../server/target/aptheke.jar").toAbsolutePath().normalize();
    private static final Pattern READY =
            Pattern.compile("^aptheke \\S+ serves http://[^ ,]+:(\\d+)(?:, https://\\S+:(\\d+))? from (.*)$");
    private static final Pattern RELOADED = Pattern.compile("the configuration was (not )?reloaded");
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final Setup setup;
    private final Process process;
    private final Lines output;
    private final Lines errors;
    private final int port;
    private final int tlsPort;
    private int reloads;

    private Aptheke(Setup setup, Process process) throws InterruptedException {
        this.setup = setup;
        this.process = process;
        output = Lines.of(process.getInputStream());
        errors = Lines.of(process.getErrorStream());
        try {
            var ready = output.await(READY, START_LIMIT);
            port = Integer.parseInt(ready.group(1));
            tlsPort = ready.group(2) == null ? 0 : Integer.parseInt(ready.group(2));
        } catch (AssertionError e) {
            process.destroyForcibly();
            throw new AssertionError("Aptheke did not start: " + errors.all(), e);
        }
    }

    /** Where an Aptheke lives and how it is configured. For one thread. */
    public static final class Setup {
        private final Path home;
        private final Map<String, String> settings = new LinkedHashMap<>();
        private final List<String> jvmOptions = new ArrayList<>();
        private List<String> wrapper = List.of();
        private boolean ownConfiguration = true;
        private int apiPort;

        private Setup(Path home) {
            this.home = home;
            set("listen", "[\"127.0.0.1:0\"]");
            set("data", quoted(data()));
            set("console.listen", "\"127.0.0.1:0\"");
            set("egress.allow", "[\"127.0.0.0/8\", \"::1/128\"]");
            set("log.access", quoted(accessLog()));
            set("log.format", "\"json\"");
        }

        /** Sets a key of the configuration, dotted, to a value in TOML. */
        public Setup set(String key, String value) {
            settings.put(key, value);
            return this;
        }

        /** Leaves a key to its default. */
        Setup unset(String key) {
            settings.remove(key);
            return this;
        }

        public Setup jvm(String option) {
            jvmOptions.add(option);
            return this;
        }

        /** Has the API listen on a port that is free now, so that commands find it. */
        Setup withApi() throws IOException {
            try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
                apiPort = socket.getLocalPort();
            }
            return set("console.listen", "\"127.0.0.1:" + apiPort + "\"");
        }

        /** That port. */
        int apiPort() {
            return apiPort;
        }

        /** Runs the program through another, which must replace itself by it. */
        Setup wrappedBy(String... command) {
            wrapper = List.of(command);
            return this;
        }

        /** Uses the configuration that is there. */
        Setup keepingConfiguration() {
            ownConfiguration = false;
            return this;
        }

        Path data() {
            return home.resolve("data");
        }

        Path configuration() {
            return home.resolve("aptheke.toml");
        }

        public Path accessLog() {
            return home.resolve("access.log");
        }

        public Aptheke start() throws IOException, InterruptedException {
            return new Aptheke(this, launch());
        }

        /** Starts the program without waiting for it to be ready. */
        Process launch() throws IOException {
            return new ProcessBuilder(serveCommand()).directory(home.toFile()).start();
        }

        /** The command that starts the program, with all that it needs in place. */
        List<String> serveCommand() throws IOException {
            Files.createDirectories(home);
            writeConfiguration();
            return command("serve", "--config", configuration().toString());
        }

        /** Runs a command of the program on this configuration to its end, and gives what it printed. */
        public String run(String... arguments) throws IOException, InterruptedException {
            Files.createDirectories(home);
            writeConfiguration();
            var all = new ArrayList<>(List.of(arguments));
            all.addAll(List.of("--config", configuration().toString()));
            return Tool.in(home).output(command(all.toArray(String[]::new)).toArray(String[]::new));
        }

        /** Writes a program {@code aptheke} that runs commands on this configuration. */
        Path writeCommand(Path directory) throws IOException {
            writeConfiguration();
            var command = command("\"$@\"", "--config", configuration().toString());
            var script = Files.createDirectories(directory).resolve("aptheke");
            Files.writeString(script, "#!/bin/sh\nexec " + String.join(" ", command) + "\n");
            if (!script.toFile().setExecutable(true)) {
                throw new IOException(script + " cannot be made executable");
            }
            return script;
        }

        /** Runs a command of the program that needs no configuration, and gives what it printed. */
        String runAlone(String... arguments) throws IOException, InterruptedException {
            var outcome = outcome(List.of(arguments));
            if (outcome.exitCode() != 0) {
                throw new AssertionError(outcome.output());
            }
            return outcome.output();
        }

        Tool.Outcome outcome(List<String> arguments) throws IOException, InterruptedException {
            return outcome(arguments, "");
        }

        /** The same, with something on its standard input. */
        Tool.Outcome outcome(List<String> arguments, String input) throws IOException, InterruptedException {
            Files.createDirectories(home);
            return Tool.in(home).run(command(arguments.toArray(String[]::new)), input);
        }

        void writeConfiguration() throws IOException {
            if (!ownConfiguration) {
                return;
            }
            var lines = settings.entrySet().stream()
                    .map(setting -> setting.getKey() + " = " + setting.getValue())
                    .toList();
            Files.write(configuration(), lines);
        }

        private List<String> command(String... arguments) {
            var command = new ArrayList<>(wrapper);
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseCompactObjectHeaders"));
            command.addAll(List.of("-XX:+UseSerialGC", "-Xms32m", "-Xmx512m"));
            command.addAll(jvmOptions);
            command.addAll(List.of("-jar", JAR.toString()));
            command.addAll(List.of(arguments));
            return command;
        }

        private static String quoted(Path path) {
            return "\"" + path + "\"";
        }
    }

    /** An Aptheke below that directory, which may reach loopback origins. */
    public static Setup in(Path home) {
        return new Setup(home);
    }

    public int port() {
        return port;
    }

    /** Where TLS is spoken with clients; 0 when it is not. */
    int tlsPort() {
        return tlsPort;
    }

    /** The proxy's URL, without a slash at its end. */
    String url() {
        return "http://127.0.0.1:" + port;
    }

    Path data() {
        return setup.data();
    }

    long pid() {
        return process.pid();
    }

    /** Asks for a URL on a fresh connection. */
    WireResponse get(String url, String... fieldLines) throws IOException {
        return Wire.getThrough(port, url, fieldLines);
    }

    Wire connect() throws IOException {
        return Wire.connect(port);
    }

    /** The lines on the standard error: the program's own log. */
    Lines errors() {
        return errors;
    }

    List<String> accessLog() throws IOException {
        return Files.readAllLines(setup.accessLog());
    }

    /** Lines of the access log about that path, as soon as there are so many: they are written a moment after the answers. */
    public List<String> awaitAccess(String path, int number) throws IOException {
        var lines = new ArrayList<String>();
        Poll.until(() -> number + " lines about " + path + ", of " + lines, () -> {
            lines.clear();
            lines.addAll(accessLog());
            return about(path, lines).size() >= number;
        });
        return about(path, lines);
    }

    private static List<String> about(String path, List<String> lines) {
        return lines.stream().filter(line -> line.contains(path)).toList();
    }

    /** What the threads of the program are doing, with the locks that they hold. */
    String threadDump() throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        return Tool.in(setup.home).output(jcmd, Long.toString(pid()), "Thread.print", "-l");
    }

    /** Resident memory in bytes. */
    long residentBytes() throws IOException {
        for (var line : Files.readAllLines(proc("status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new IOException("no VmRSS of " + pid());
    }

    int openDescriptors() throws IOException {
        try (Stream<Path> descriptors = Files.list(proc("fd"))) {
            return (int) descriptors.count();
        }
    }

    /** A file as the process sees it, which may have mounts of its own. */
    Path asSeenInside(Path path) {
        return proc("root").resolve("." + path);
    }

    /** Sends a signal such as {@code HUP}. */
    void signal(String name) throws IOException, InterruptedException {
        var kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
        if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
            throw new IOException("kill -" + name + " " + pid() + " failed");
        }
    }

    /** Has it read its configuration again, and waits until it has. */
    void reload() throws IOException, InterruptedException {
        setup.writeConfiguration();
        signal("HUP");
        reloads++;
        errors.await(RELOADED, reloads, START_LIMIT);
    }

    /** Asks the program to stop, and gives its exit code. */
    public int stop() throws InterruptedException {
        process.destroy();
        return awaitExit();
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("no end within " + STOP_LIMIT + ": " + errors.all());
        }
        return process.exitValue();
    }

    void kill9() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private Path proc(String name) {
        return Path.of("/proc", Long.toString(pid()), name);
    }
}
