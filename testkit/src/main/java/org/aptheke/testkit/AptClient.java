package org.aptheke.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A real {@code apt-get} with everything of its own below one directory: configuration, sources, lists, archives and an
 * empty dpkg status. Nothing of the machine's configuration is read. Errors are not retried unless a test says so. For
 * one thread.
 */
public final class AptClient {
    private final Path home;
    private final List<String> options = new ArrayList<>();
    private final List<String> sources = new ArrayList<>();
    private List<String> wrapper = List.of();

    /** How a run of apt ended. */
    public record AptResult(int exitCode, String output) {
        /** Success without even a warning: apt keeps old lists and ends with 0 when a download fails. */
        public boolean isClean() {
            return exitCode == 0 && !output.contains("W: ") && !output.contains("E: ") && !output.contains("Err:");
        }
    }

    private AptClient(Path home) {
        this.home = home;
    }

    /** A cold client: nothing downloaded yet. */
    public static AptClient in(Path home) throws IOException {
        for (var directory : List.of(
                "etc/apt/apt.conf.d",
                "etc/apt/preferences.d",
                "etc/apt/sources.list.d",
                "etc/apt/trusted.gpg.d",
                "etc/apt/auth.conf.d",
                "var/lib/apt/lists/partial",
                "var/cache/apt/archives/partial",
                "var/lib/dpkg",
                "var/log/apt")) {
            Files.createDirectories(home.resolve(directory));
        }
        Files.writeString(home.resolve("var/lib/dpkg/status"), "");
        var client = new AptClient(home);
        client.option("Dir", home + "/")
                .option("Dir::State::status", home + "/var/lib/dpkg/status")
                .option("Dir::Log", home + "/var/log/apt")
                .option("APT::Sandbox::User", "root")
                .option("APT::Get::Assume-Yes", "true")
                .option("APT::Install-Recommends", "false")
                .option("Acquire::Languages", "none")
                .option("Acquire::Retries", "0")
                .option("Acquire::PDiffs", "false")
                .option("quiet", "1");
        return client;
    }

    /** A line of apt.conf; a later one replaces an earlier one of the same name. */
    public AptClient option(String name, String value) {
        options.add("%s \"%s\";".formatted(name, value));
        return this;
    }

    /** Runs apt through another program, which must replace itself by the command behind its arguments. */
    public AptClient wrappedBy(String... command) {
        wrapper = List.of(command);
        return this;
    }

    public AptClient proxy(String url) {
        return option("Acquire::http::Proxy", url);
    }

    /** A source in one line, such as {@code deb [signed-by=/k.gpg] http://mirror.example/debian stable main}. */
    public AptClient source(String line) {
        sources.add(line);
        return this;
    }

    /** A file for {@code sources.list.d}, in either format by its ending. */
    public AptClient sourceFile(String name, String text) throws IOException {
        Files.writeString(home.resolve("etc/apt/sources.list.d").resolve(name), text);
        return this;
    }

    public AptResult update() throws IOException, InterruptedException {
        return run("update");
    }

    /** {@code install --download-only}. */
    public AptResult downloadOnly(List<String> packages) throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("install", "--download-only"));
        arguments.addAll(packages);
        return run(arguments.toArray(String[]::new));
    }

    /** Forgets the downloaded packages. */
    public void clean() throws IOException, InterruptedException {
        run("clean");
    }

    /** Any command of apt-get. */
    public AptResult run(String... arguments) throws IOException, InterruptedException {
        var configuration = home.resolve("apt.conf");
        Files.write(configuration, options);
        Files.write(home.resolve("etc/apt/sources.list"), sources);
        var command = new ArrayList<>(wrapper);
        command.add("apt-get");
        command.addAll(List.of(arguments));
        var outcome = Tool.in(home).with("APT_CONFIG", configuration.toString()).run(command);
        return new AptResult(outcome.exitCode(), outcome.output());
    }

    /** The downloaded packages by file name, with their SHA-256. */
    public Map<String, String> downloaded() throws IOException {
        return digests("var/cache/apt/archives");
    }

    /** The index files in apt's lists by name, with their SHA-256. */
    public Map<String, String> lists() throws IOException {
        return digests("var/lib/apt/lists");
    }

    private Map<String, String> digests(String directory) throws IOException {
        var digests = new TreeMap<String, String>();
        try (Stream<Path> files = Files.list(home.resolve(directory))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var name = file.getFileName().toString();
                if (!name.equals("lock")) {
                    digests.put(name, Samples.sha256(Files.readAllBytes(file)));
                }
            }
        }
        return digests;
    }
}
