package org.aptheke.e2e.packages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.aptheke.testkit.Poll;
import org.aptheke.testkit.Tool;

/**
 * The program as the first process of a container, without an engine: an ordinary user, no capabilities, a root that cannot
 * be written to, one volume. It has the network of the test. For one thread.
 */
final class Container implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final Pattern READY =
            Pattern.compile("(?m)^aptheke \\S+ serves http://127\\.0\\.0\\.1:(\\d+) from (\\S+)$");

    private final Path directory;
    private final Process process;
    private final int port;

    private Container(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
        try {
            Poll.until(() -> "it serves: " + said(), () -> READY.matcher(said()).find());
        } catch (AssertionError e) {
            process.destroyForcibly();
            throw e;
        }
        var ready = READY.matcher(said());
        if (!ready.find()) {
            throw new IllegalStateException();
        }
        port = Integer.parseInt(ready.group(1));
    }

    /**
     * Starts it on a port of loopback.
     *
     * @param image what it consists of
     * @param directory for what it writes
     * @param more variables of its environment
     */
    static Container start(Image image, Path directory, List<String> more) throws IOException, InterruptedException {
        for (var part : List.of("nothing", "root", "volume")) {
            Files.createDirectories(directory.resolve(part));
        }
        Tool.in(directory)
                .output("chown", image.user(), directory.resolve("volume").toString());
        var command = new ArrayList<>(List.of("sh", Scripts.path("container.sh").toString()));
        command.add(image.layers().stream().map(Path::toString).collect(Collectors.joining(":")));
        command.addAll(List.of(directory.toString(), image.user(), image.volume(), "env"));
        command.addAll(image.environment());
        command.addAll(more);
        command.add("APTHEKE_LISTEN=127.0.0.1:0");
        command.addAll(image.command());
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
        return new Container(directory, process);
    }

    /**
     * What a container is made from.
     *
     * @param layers the root, the uppermost first
     * @param user numbers of user and group
     * @param volume what can be written to
     */
    record Image(List<Path> layers, String user, List<String> environment, String volume, List<String> command) {
        Image {
            layers = List.copyOf(layers);
            environment = List.copyOf(environment);
            command = List.copyOf(command);
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    /** Both streams so far. */
    String said() {
        try {
            return Files.readString(directory.resolve("output"));
        } catch (IOException e) {
            return "it has said nothing: " + e;
        }
    }

    /** Runs another command in it, as its user. */
    Tool.Outcome run(Image image, List<String> command) throws IOException, InterruptedException {
        var first = process.descendants()
                .filter(each -> each.info().command().orElse("").endsWith("/java"))
                .findFirst()
                .orElseThrow();
        var whole = new ArrayList<>(
                List.of("nsenter", "--target", Long.toString(first.pid()), "--mount", "--pid", "--root"));
        whole.addAll(List.of("--", "setpriv", "--reuid", image.user().replaceFirst(":.*", ""), "--clear-groups"));
        whole.addAll(List.of("env", "-i", "PATH=/usr/bin:/bin"));
        whole.addAll(command);
        return Tool.in(Path.of("/")).run(whole);
    }

    /** Asks it to stop as engines do, and gives its exit code. */
    int stop() throws IOException, InterruptedException {
        try (var orders = process.outputWriter()) {
            orders.write("stop\n");
        }
        if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("it does not stop: " + said());
        }
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
