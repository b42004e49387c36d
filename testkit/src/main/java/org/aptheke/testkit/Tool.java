package org.aptheke.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program of the system, with its output in a file and a limit in time. Immutable. */
public final class Tool {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Path directory;
    private final Map<String, String> environment;
    private final Duration limit;

    private Tool(Path directory, Map<String, String> environment, Duration limit) {
        this.directory = directory;
        this.environment = environment;
        this.limit = limit;
    }

    /** Programs that run in that directory. */
    public static Tool in(Path directory) {
        return new Tool(directory, Map.of(), LIMIT);
    }

    public Tool with(String variable, String value) {
        var more = new HashMap<>(environment);
        more.put(variable, value);
        return new Tool(directory, more, limit);
    }

    /** With another limit than two minutes. */
    public Tool within(Duration other) {
        return new Tool(directory, environment, other);
    }

    /** What the program said on both streams, and how it ended. */
    public record Outcome(int exitCode, String output) {}

    /** Runs the command and gives its standard output; any other exit code than 0 is an exception. */
    public String output(String... command) throws IOException, InterruptedException {
        var out = Files.createTempFile("tool", ".out");
        var err = Files.createTempFile("tool", ".err");
        try {
            var builder = builder(List.of(command));
            builder.redirectOutput(out.toFile()).redirectError(err.toFile());
            int exit = await(builder.start(), command[0]);
            if (exit != 0) {
                throw new IOException(
                        "%s: exit code %d: %s".formatted(String.join(" ", command), exit, Files.readString(err)));
            }
            return Files.readString(out);
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** Runs the command, however it ends. */
    public Outcome run(List<String> command) throws IOException, InterruptedException {
        return run(command, "");
    }

    /** The same, with something on its standard input. */
    public Outcome run(List<String> command, String input) throws IOException, InterruptedException {
        var in = Files.createTempFile("tool", ".in");
        var out = Files.createTempFile("tool", ".out");
        try {
            Files.writeString(in, input);
            var builder = builder(command).redirectInput(in.toFile());
            builder.redirectErrorStream(true).redirectOutput(out.toFile());
            int exit = await(builder.start(), command.getFirst());
            return new Outcome(exit, Files.readString(out));
        } finally {
            Files.delete(in);
            Files.delete(out);
        }
    }

    private ProcessBuilder builder(List<String> command) {
        var builder = new ProcessBuilder(new ArrayList<>(command));
        builder.directory(directory.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder;
    }

    private int await(Process process, String name) throws IOException, InterruptedException {
        if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(name + " did not end within " + limit);
        }
        return process.exitValue();
    }
}
