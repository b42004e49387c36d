package org.aptheke.e2e.packages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aptheke.testkit.Tool;
import org.yaml.snakeyaml.Yaml;

/**
 * Does what our Dockerfile says, step by step in a chroot, as far as its instructions go; any other is an error. The base
 * image is a tree of {@link Trees}, so that packages come from there and not from the network. For one thread.
 */
final class Dockerfile {
    private final Path file;
    private final Path context;
    private final Path directory;
    private final Path base;

    private final Map<String, String> arguments = new LinkedHashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private String user = "";
    private String volume = "";
    private List<String> entryPoint = List.of();
    private List<String> command = List.of();
    private List<String> healthCheck = List.of();
    private Optional<String> stopSignal = Optional.empty();
    private boolean wholeCopied;

    private Dockerfile(Path file, Path context, Path directory, Path base) {
        this.file = file;
        this.context = context;
        this.directory = directory;
        this.base = base;
    }

    /**
     * Does all of it.
     *
     * @param context the directory of files to copy
     * @param directory for the changes to the base image
     */
    static Dockerfile build(Path file, Path context, Path directory, Path base)
            throws IOException, InterruptedException {
        for (var part : List.of("changes", "work", "root")) {
            Files.createDirectories(directory.resolve(part));
        }
        var built = new Dockerfile(file, context, directory, base);
        for (var line : built.instructions()) {
            var parts = line.split("\\s+", 2);
            built.follow(parts[0], parts[1]);
        }
        return built;
    }

    Container.Image image() {
        if (!wholeCopied) {
            throw new AssertionError("the last stage is empty");
        }
        var all = new ArrayList<>(entryPoint);
        all.addAll(command);
        return new Container.Image(
                List.of(directory.resolve("changes"), base),
                user,
                environment.entrySet().stream()
                        .map(variable -> variable.getKey() + "=" + variable.getValue())
                        .toList(),
                volume,
                all);
    }

    List<String> healthCheck() {
        return healthCheck;
    }

    Optional<String> stopSignal() {
        return stopSignal;
    }

    /** Without comments, each in one line. */
    private List<String> instructions() throws IOException {
        var lines = Files.readAllLines(file).stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .toList();
        return List.of(String.join("\n", lines).replaceAll("\\\\\\n\\s*", "").split("\n", -1));
    }

    private void follow(String instruction, String rest) throws IOException, InterruptedException {
        switch (instruction) {
            case "ARG" -> set(arguments, rest);
            case "FROM" -> user = "";
            case "COPY" -> copy(rest);
            case "RUN" -> run(rest);
            case "USER" -> user = filled(rest);
            case "ENV" -> List.of(rest.split(" ", -1)).forEach(pair -> set(environment, pair));
            case "VOLUME" -> volume = rest;
            case "EXPOSE" -> {
                // The ports of a container are those of the test.
            }
            case "STOPSIGNAL" -> stopSignal = Optional.of(rest);
            case "HEALTHCHECK" -> healthCheck = words(rest.replaceFirst("^.*? CMD ", ""));
            case "ENTRYPOINT" -> entryPoint = words(rest);
            case "CMD" -> command = words(rest);
            default -> throw new AssertionError("nobody knows how to follow " + instruction);
        }
    }

    private static void set(Map<String, String> variables, String pair) {
        var parts = pair.split("=", 2);
        variables.put(parts[0], parts[1]);
    }

    private String filled(String text) {
        var filled = text;
        for (var argument : arguments.entrySet()) {
            filled = filled.replace("${" + argument.getKey() + "}", argument.getValue());
        }
        return filled;
    }

    private void copy(String rest) throws IOException {
        if (rest.equals("--from=installed / /")) {
            wholeCopied = true;
            return;
        }
        var parts = rest.split(" ", -1);
        var target = Files.createDirectories(directory.resolve("changes").resolve("." + parts[1]));
        try (var found = Files.newDirectoryStream(context, filled(parts[0]))) {
            for (var each : found) {
                Files.copy(each, target.resolve(each.getFileName()));
            }
        }
    }

    private void run(String script) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "sh",
                "-ec",
                """
                cd "$0"
                mount -t overlay overlay -o "lowerdir=$1,upperdir=changes,workdir=work" root
                mount -t proc proc root/proc
                mount --bind /dev root/dev
                shift
                exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"
                """,
                directory.toString(),
                base.toString()));
        arguments.forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(List.of("chroot", "root", "sh", "-c", script));
        var outcome = Tool.in(directory).run(command);
        if (outcome.exitCode() != 0) {
            throw new AssertionError(script + ": " + outcome.output());
        }
    }

    /** A list as JSON writes it. */
    private static List<String> words(String json) {
        List<String> words = new Yaml().load(json);
        return words;
    }
}
