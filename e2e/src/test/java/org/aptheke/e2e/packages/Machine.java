package org.aptheke.e2e.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.aptheke.testkit.Poll;
import org.aptheke.testkit.Samples;
import org.aptheke.testkit.Tool;

/**
 * A Debian machine with its own systemd, files, users and network address: a fresh tree as layers over the one that all
 * share, run by {@code systemd-nspawn}. It can be stopped, cut off and started again with its files, and is gone with
 * the test, however that ends. For one thread.
 *
 * <pre>{@code
 * try (var lan = Lan.open();
 *         var cache = Machine.fresh(Release.BOOKWORM, "cache", directory).on(lan, 2).start()) {
 *     cache.install(Packages.built().aptheke());
 *     assertThat(cache.output("systemctl", "is-active", "aptheke")).isEqualTo("active\n");
 * }
 * }</pre>
 */
final class Machine implements AutoCloseable {
    /** Also for an installation on a busy machine. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static final Duration STOP_LIMIT = Duration.ofMinutes(2);

    /** What it does not change, the uppermost first. */
    private final List<Path> layers;

    private final String name;
    private final Path directory;
    private final Lan lan;
    private Optional<Process> running = Optional.empty();
    private long init;
    private int copies;

    private Machine(List<Path> layers, String name, Path directory, Lan lan) throws IOException {
        for (var part : List.of("changes", "work", "root")) {
            Files.createDirectories(directory.resolve(part));
        }
        this.layers = layers;
        this.name = name;
        this.directory = directory;
        this.lan = lan;
    }

    /**
     * A machine on which nothing was done yet, and that is not running.
     *
     * @param name the host name, and that of a directory below the given one
     * @param address the last number of its address, from 2 on
     */
    static Machine fresh(Release release, String name, Path parent, Lan lan, int address)
            throws IOException, InterruptedException {
        var tree = Trees.ofThisMachine().of(release);
        var machine = new Machine(List.of(tree), name, parent.resolve(name), lan);
        machine.prepare("/etc/hostname", name + "\n");
        machine.prepare("/etc/hosts", "127.0.0.1 localhost\n127.0.1.1 " + name + "\n");
        machine.prepare("/etc/systemd/network/10-lan.network", """
                [Match]
                Name=host0
                [Network]
                Address=%s/24
                LinkLocalAddressing=no
                """.formatted(lan.address(address)));
        return machine;
    }

    /**
     * Another with all that was done to this one, with its name and its address: only one of them may run, and this one
     * not at all any more.
     */
    Machine copy() throws IOException {
        assertThat(running).as("a running machine").isEmpty();
        copies++;
        var below = new ArrayList<>(List.of(directory.resolve("changes")));
        below.addAll(layers);
        return new Machine(below, name, directory.resolveSibling(directory.getFileName() + "-" + copies), lan);
    }

    /** Has it know a host by name, as from its next start. */
    Machine knowing(String host, String address) throws IOException {
        var hosts = Files.readString(inChanges("/etc/hosts"));
        return prepare("/etc/hosts", hosts + address + " " + host + "\n");
    }

    /** Writes a file while it is not running. */
    Machine prepare(String path, String text) throws IOException {
        return prepare(path, Samples.utf8(text));
    }

    Machine prepare(String path, byte[] content) throws IOException {
        var file = inChanges(path);
        Files.createDirectories(file.resolveSibling(""));
        Files.write(file, content);
        return this;
    }

    private Path inChanges(String path) {
        return directory.resolve("changes").resolve("." + path);
    }

    /** Boots it, and returns when all that starts at boot has started, and well. */
    Machine start() throws IOException, InterruptedException {
        // Also the name of a group in the kernel's eyes, which has one set for all runs of tests.
        var process = Scripts.start(
                lan.inside("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"),
                "machine.sh",
                "aptheke-" + lan.pid() + "-" + directory.getFileName(),
                name,
                layers.stream().map(Path::toString).collect(Collectors.joining(":")),
                directory.toString());
        running = Optional.of(process);
        Poll.until(this::said, () -> findInit(process) || !process.isAlive());
        assertThat(process.isAlive()).as(this::said).isTrue();
        Poll.until(this::said, () -> Files.exists(asSeenInside("/run/systemd/private")) || !process.isAlive());
        var state = run("systemctl", "is-system-running", "--wait");
        if (!state.output().equals("running\n")) {
            throw new AssertionError(
                    state.output() + run("systemctl", "--failed").output() + said());
        }
        return this;
    }

    /** The first process of the machine, as this machine sees it. */
    private boolean findInit(Process process) {
        for (var candidate : process.descendants().toList()) {
            if (isFirst(candidate)) {
                init = candidate.pid();
                return true;
            }
        }
        return false;
    }

    private static boolean isFirst(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"))
                    .matches("(?s).*\\nNSpid:\\t\\d+\\t\\d+\\t1\\n.*");
        } catch (IOException e) {
            return false; // It has ended meanwhile.
        }
    }

    private String said() {
        try {
            return Files.readString(directory.resolve("console"));
        } catch (IOException e) {
            return "it has said nothing: " + e;
        }
    }

    // Inside

    /** Runs a command there as root, however it ends. */
    Tool.Outcome run(String... command) throws IOException, InterruptedException {
        return runWithInput("", command);
    }

    /** The same, with something on its standard input. */
    Tool.Outcome runWithInput(String input, String... command) throws IOException, InterruptedException {
        return Tool.in(Path.of("/")).within(LIMIT).run(inside(Arrays.asList(command)), input);
    }

    /** Runs a command there and gives its standard output; any other exit code than 0 is an exception. */
    String output(String... command) throws IOException, InterruptedException {
        return Tool.in(Path.of("/"))
                .within(LIMIT)
                .output(inside(Arrays.asList(command)).toArray(String[]::new));
    }

    /** Runs lines of a shell there, each of which must succeed, and gives what they say on both streams. */
    String sh(String script) throws IOException, InterruptedException {
        var outcome = run("sh", "-ec", script);
        assertThat(outcome.exitCode()).as("%s: %s", script, outcome.output()).isZero();
        return outcome.output();
    }

    /** The command that runs a command there, for those who wait for it themselves. */
    List<String> inside(List<String> command) {
        var whole = new ArrayList<>(List.of("nsenter", "--target", Long.toString(init), "--all", "--"));
        whole.addAll(List.of("env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "LC_ALL=C.UTF-8"));
        whole.addAll(List.of("DEBIAN_FRONTEND=noninteractive", "TERM=dumb"));
        whole.addAll(command);
        return whole;
    }

    /** Installs a package file by apt, with what it needs. */
    String install(Path deb) throws IOException, InterruptedException {
        return install(deb, List.of());
    }

    /** The same with options of apt-get. */
    String install(Path deb, List<String> options) throws IOException, InterruptedException {
        var there = "/tmp/" + deb.getFileName();
        copyIn(deb, there);
        var command = new ArrayList<>(List.of("apt-get", "-q", "-y", "--no-install-recommends"));
        command.addAll(options);
        command.addAll(List.of("install", there));
        var outcome = run(command.toArray(String[]::new));
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        run("rm", there);
        return outcome.output();
    }

    /** Writes a file there, with its directories. */
    void write(String path, String text) throws IOException, InterruptedException {
        var outcome = runWithInput(text, "sh", "-ec", "mkdir -p \"${0%/*}\" && cat >\"$0\"", path);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    }

    void copyIn(Path file, String path) throws IOException {
        Files.copy(file, asSeenInside(path));
    }

    /** A file of the machine while it runs. Its absolute links lead astray. */
    Path asSeenInside(String path) {
        return Path.of("/proc", Long.toString(init), "root").resolve("." + path);
    }

    /** What a unit has said since this start. */
    String journal(String unit) throws IOException, InterruptedException {
        return output("journalctl", "--boot", "--no-pager", "--output=cat", "--unit=" + unit);
    }

    // Its ends

    /** Shuts it down in order. */
    void stop() throws IOException, InterruptedException {
        end("stop\n");
    }

    /** Cuts the power. */
    void cut() throws IOException, InterruptedException {
        end("");
    }

    private void end(String order) throws IOException, InterruptedException {
        if (running.isEmpty()) {
            return;
        }
        var process = running.get();
        running = Optional.empty();
        try (var orders = process.outputWriter()) {
            orders.write(order);
        }
        if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.waitFor();
            throw new AssertionError("it does not shut down: " + said());
        }
    }

    /** Cuts the power and throws its files away. */
    @Override
    public void close() throws IOException {
        try {
            cut();
            Tool.in(Path.of("/")).output("rm", "-rf", "--one-file-system", directory.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
