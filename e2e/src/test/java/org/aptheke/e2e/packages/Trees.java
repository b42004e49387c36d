package org.aptheke.e2e.packages;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.aptheke.testkit.Samples;
import org.aptheke.testkit.Tool;

/**
 * Minimal trees of Debian, made by {@code mmdebstrap} from this machine's own sources. Each is made once a day, kept for the
 * next runs below the user's cache directory, and never changed: machines write into layers of their own. Safe for use
 * by several runs at a time.
 */
final class Trees {
    /** What is on a fresh machine. A server has a network and a clock; all else is what apt brings. */
    private static final List<String> INSTALLED = List.of("systemd-sysv", "dbus", "ca-certificates", "iproute2");

    /** What can be installed there, with all it depends on: from a source in a directory, because there is no way out. */
    private static final List<String> OFFERED = List.of(
            "adduser",
            "apparmor",
            "apt-cacher-ng",
            "auto-apt-proxy",
            "avahi-daemon",
            "avahi-utils",
            "curl",
            "debconf-utils",
            "libnss-mdns",
            "logrotate",
            "openssl");

    private static final Path OFFERS = Path.of("/srv/debian");
    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** A run that began before midnight may still use the day's before. */
    private static final int DAYS_KEPT = 2;

    private final Path cache;
    private final LocalDate day;

    private Trees(Path cache, LocalDate day) {
        this.cache = cache;
        this.day = day;
    }

    static Trees ofThisMachine() {
        var home = System.getenv().getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache");
        return new Trees(
                Path.of(home, "aptheke-tests", "trees"),
                LocalDate.ofInstant(InstantSource.system().instant(), ZoneOffset.UTC));
    }

    /** The tree of that release, which is there now. */
    Path of(Release release) throws IOException, InterruptedException {
        Files.createDirectories(cache);
        var tree = cache.resolve(
                "%s-%s-%s".formatted(release.codename(), day, recipe(release).substring(0, 8)));
        try (var channel = FileChannel.open(
                        cache.resolve(release.codename() + ".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            if (!Files.isDirectory(tree) && lock.isValid()) {
                removeOld(release);
                var unfinished = cache.resolve(release.codename() + ".unfinished");
                remove(unfinished);
                make(release, unfinished);
                Files.move(unfinished, tree);
            }
        }
        return tree;
    }

    private void make(Release release, Path tree) throws IOException, InterruptedException {
        var options = Files.writeString(cache.resolve(release.codename() + ".conf"), optionsOfThisMachine());
        var command = new ArrayList<>(List.of("mmdebstrap", "--mode=root", "--variant=minbase"));
        command.add("--include=" + String.join(",", INSTALLED));
        command.add("--aptopt=" + options);
        command.add("--customize-hook=" + downloading());
        // It says how this machine is reached, and must not stay in the tree.
        command.add("--customize-hook=rm -f \"$1/etc/apt/apt.conf.d/99mmdebstrap\"");
        command.addAll(List.of(
                release.codename(), tree.toString(), AptSources.ofThisMachine().debian()));
        var made = Tool.in(cache).within(LIMIT).run(command);
        if (made.exitCode() != 0) {
            throw new IOException(made.output());
        }
        offer(tree);
        prepare(tree);
    }

    /** One by one: they need not get on with each other. */
    private static String downloading() {
        return "mkdir -p \"$1%1$s/partial\"; for package in %2$s; do chroot \"$1\" apt-get -qq -y --download-only"
                        .formatted(OFFERS, String.join(" ", OFFERED))
                + " --no-install-recommends -o Dir::Cache::Archives=" + OFFERS + " install \"$package\"; done;"
                + " rm -r \"$1" + OFFERS + "/partial\" \"$1" + OFFERS + "/lock\"";
    }

    private static String optionsOfThisMachine() throws IOException, InterruptedException {
        return Tool.in(Path.of("/"))
                .output(
                        "apt-config",
                        "dump",
                        "--no-empty",
                        "--format",
                        "%f \"%v\";%n",
                        "Acquire::http",
                        "Acquire::https");
    }

    private static void offer(Path tree) throws IOException, InterruptedException {
        var offers = tree.resolve("." + OFFERS);
        Files.writeString(offers.resolve("Packages"), Tool.in(offers).output("apt-ftparchive", "packages", "."));
        try (Stream<Path> sources = Files.list(tree.resolve("etc/apt/sources.list.d"))) {
            for (var source : sources.toList()) {
                Files.delete(source);
            }
        }
        Files.writeString(tree.resolve("etc/apt/sources.list"), "deb [trusted=yes] file:" + OFFERS + " ./\n");
        Tool.in(tree).output("chroot", tree.toString(), "apt-get", "-qq", "update");
    }

    /** What an installer would have done. */
    private static void prepare(Path tree) throws IOException, InterruptedException {
        Files.deleteIfExists(tree.resolve("etc/resolv.conf"));
        Files.writeString(tree.resolve("etc/resolv.conf"), "");
        Tool.in(tree).output("systemctl", "--root=" + tree, "enable", "systemd-networkd.service");
        // Nobody logs in there, and without a terminal the prompt comes again and again.
        Tool.in(tree).output("systemctl", "--root=" + tree, "mask", "console-getty.service");
    }

    private void removeOld(Release release) throws IOException, InterruptedException {
        try (Stream<Path> trees = Files.list(cache)) {
            for (var tree : trees.filter(Files::isDirectory).toList()) {
                var name = tree.getFileName().toString();
                if (name.matches(release.codename() + "-\\d{4}-\\d\\d-\\d\\d-.*") && isOld(name)) {
                    remove(tree);
                }
            }
        }
    }

    private boolean isOld(String name) {
        var made = LocalDate.parse(name.replaceAll("^[a-z]+-(\\d{4}-\\d\\d-\\d\\d)-.*", "$1"));
        return made.plusDays(DAYS_KEPT).isBefore(day);
    }

    private static void remove(Path tree) throws IOException, InterruptedException {
        Tool.in(Path.of("/")).output("rm", "-rf", "--one-file-system", tree.toString());
    }

    /** Another recipe gives another tree. */
    private static String recipe(Release release) {
        return Samples.sha256(Samples.utf8(release + " " + INSTALLED + OFFERED + downloading()));
    }
}
