package org.aptheke.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.aptheke.systemd.Supervisor;
import org.aptheke.testkit.Poll;

/** A process of the program: its output, its signals and its exit status. */
final class FakeProcess {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    /** When its commands run. */
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Runnable> actions = new ConcurrentHashMap<>();
    private final Surroundings surroundings;
    private volatile boolean readerHasGone;

    FakeProcess(Path home) {
        surroundings = new Surroundings(
                "1.2.3",
                Map.of(),
                "someone",
                home,
                new PrintWriter(new FilterWriter(out) {
                    @Override
                    public void flush() throws IOException {
                        if (readerHasGone) {
                            throw new IOException("Broken pipe");
                        }
                    }
                }),
                new PrintWriter(err),
                actions::put,
                Supervisor.of(
                        Map.of("NOTIFY_SOCKET", "/run/notify"),
                        1,
                        (_, message) -> told.add(new String(message, StandardCharsets.UTF_8))),
                () -> NOW);
    }

    /** Runs a command to its end. */
    int run(Program program, String... args) {
        return CommandLineProgram.run(args, program, surroundings);
    }

    /** Begins a command that runs until a signal comes. */
    FutureTask<Integer> begin(Program program, String... args) {
        var task = new FutureTask<>(() -> run(program, args));
        Thread.startVirtualThread(task);
        return task;
    }

    static int statusOf(FutureTask<Integer> task) throws InterruptedException, ExecutionException, TimeoutException {
        return task.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    /** What the service manager was told, but for requests for more time. */
    List<String> told() {
        return told.stream().filter(each -> !each.startsWith("EXTEND_TIMEOUT")).toList();
    }

    /** Waits until the program has printed a whole line. */
    String awaitOutput() {
        Poll.until(() -> "a line is printed; errors: " + err(), () -> out().endsWith("\n"));
        return out();
    }

    /** Whoever reads what it prints goes away. */
    void loseReader() {
        readerHasGone = true;
    }

    void signal(String name) {
        Runnable action = actions.get(name);
        if (action == null) {
            throw new AssertionError("nothing handles " + name);
        }
        action.run();
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
