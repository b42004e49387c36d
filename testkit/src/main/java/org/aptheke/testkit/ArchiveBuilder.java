package org.aptheke.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A signed Debian archive in a directory, made with the tools that make real ones: {@code dpkg-deb},
 * {@code apt-ftparchive} and {@code gpg}. Packages are added to suites, and {@link #publish} makes the next generation
 * of all suites visible; files of the pool stay for ever, as clients may still ask for them. Each generation is an hour
 * younger than the one before, the first one a week old. For one thread.
 */
public final class ArchiveBuilder implements AutoCloseable {
    private static final DateTimeFormatter RELEASE_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** What the archive offers beyond plain index files. */
    public enum Feature {
        /** {@code Acquire-By-Hash: yes}, with the links that promises. */
        BY_HASH,
        /** {@code Packages.diff}: patches from every older generation. */
        PDIFFS
    }

    /** A package in the pool. */
    public record PoolPackage(String name, String version, String file, String sha256) {}

    private final Path workshop;
    private final Path root;
    private final List<Feature> features;
    private final Instant firstDate;
    private final String architecture;
    private final Map<String, Map<String, PoolPackage>> packages = new TreeMap<>();
    private final Map<String, PdiffHistory> histories = new HashMap<>();
    private int generation;

    private ArchiveBuilder(Path directory, Instant now, Feature... features) throws IOException, InterruptedException {
        workshop = directory.resolve("workshop");
        root = directory.resolve("archive");
        this.features = List.of(features);
        firstDate = now.minus(Duration.ofDays(7));
        Files.createDirectories(workshop);
        Files.createDirectory(
                workshop.resolve("gpg"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createDirectories(root);
        architecture = Tool.in(workshop).output("dpkg", "--print-architecture").strip();
        gpg("--quick-generate-key", "Throwaway archive <archive@example.org>", "ed25519", "sign", "never");
        gpg("--output", keyring().toString(), "--export");
    }

    /** An empty archive below the directory; {@code now} is the time of the machine that will read it. */
    public static ArchiveBuilder in(Path directory, Instant now, Feature... features)
            throws IOException, InterruptedException {
        return new ArchiveBuilder(directory, now, features);
    }

    /** The directory to serve. */
    public Path root() {
        return root;
    }

    /** That of its packages, which is the machine's. */
    public String architecture() {
        return architecture;
    }

    /** The public key that signs the archive, as apt's {@code signed-by} takes it. */
    public Path keyring() {
        return workshop.resolve("archive.gpg");
    }

    /**
     * Adds a package with so many bytes that do not compress, or replaces the suite's version of it.
     *
     * @param place the suite and the component, such as {@code stable/main}
     */
    public PoolPackage add(String place, String name, String version, int contentBytes)
            throws IOException, InterruptedException {
        int slash = place.lastIndexOf('/');
        var component = place.substring(slash + 1);
        var file = "pool/%s/%s/%s/%s_%s_all.deb".formatted(component, name.charAt(0), name, name, version);
        if (!Files.exists(root.resolve(file))) {
            build(file, name, version, contentBytes);
        }
        var added = new PoolPackage(name, version, file, Samples.sha256(Files.readAllBytes(root.resolve(file))));
        packages.computeIfAbsent(place, p -> new TreeMap<>()).put(name, added);
        return added;
    }

    /** Adds {@code count} packages of {@code contentBytes} each, named {@code prefix-00}, {@code prefix-01}, … */
    public List<PoolPackage> addMany(String place, String prefix, int count, int contentBytes)
            throws IOException, InterruptedException {
        var added = new ArrayList<PoolPackage>();
        for (int i = 0; i < count; i++) {
            added.add(add(place, "%s-%02d".formatted(prefix, i), "1.0", contentBytes));
        }
        return added;
    }

    /** Writes and signs the indexes of all suites as they now are. */
    public void publish() throws IOException, InterruptedException {
        generation++;
        var suites = new TreeSet<String>();
        for (var place : packages.keySet()) {
            suites.add(place.substring(0, place.lastIndexOf('/')));
            writeIndexes(place);
        }
        for (var suite : suites) {
            writeRelease(suite);
        }
        setTimes();
    }

    /** Stops what gpg left running. */
    @Override
    public void close() throws IOException {
        try {
            Tool.in(workshop)
                    .run(List.of("gpgconf", "--homedir", workshop.resolve("gpg").toString(), "--kill", "all"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Instant date() {
        return firstDate.plus(Duration.ofHours(generation));
    }

    private void build(String file, String name, String version, int contentBytes)
            throws IOException, InterruptedException {
        var tree = workshop.resolve("build").resolve(name + "_" + version);
        var data = tree.resolve("usr/share/" + name + "/data");
        Files.createDirectories(data.getParent());
        Files.createDirectories(tree.resolve("DEBIAN"));
        Files.write(data, Samples.bytes((name + version).hashCode(), contentBytes));
        Files.writeString(tree.resolve("DEBIAN/control"), """
                Package: %s
                Version: %s
                Architecture: all
                Maintainer: Nobody <nobody@example.org>
                Section: misc
                Priority: optional
                Description: a package of %d random bytes
                """.formatted(name, version, contentBytes));
        var target = root.resolve(file);
        Files.createDirectories(target.getParent());
        Tool.in(workshop)
                .output("dpkg-deb", "-Zgzip", "-z1", "--root-owner-group", "-b", tree.toString(), target.toString());
    }

    private void writeIndexes(String place) throws IOException, InterruptedException {
        var directory = indexDirectory(place);
        Files.createDirectories(directory);
        var index = Samples.utf8(listing(place));
        if (features.contains(Feature.PDIFFS)) {
            histories
                    .computeIfAbsent(place, p -> new PdiffHistory(workshop, directory.resolve("Packages.diff")))
                    .append(index, date());
        }
        var plain = directory.resolve("Packages");
        Files.write(plain, index);
        Files.write(directory.resolve("Packages.gz"), PdiffHistory.gzip(index));
        Tool.in(directory).output("xz", "--keep", "--force", "Packages");
        Files.writeString(directory.resolve("Release"), """
                Archive: %s
                Component: %s
                Architecture: %s
                """.formatted(
                place.substring(0, place.lastIndexOf('/')), place.substring(place.lastIndexOf('/') + 1), architecture));
        if (features.contains(Feature.BY_HASH)) {
            linkByHash(directory);
        }
    }

    private Path indexDirectory(String place) {
        return root.resolve("dists/" + place + "/binary-" + architecture);
    }

    /** What apt-ftparchive says of the suite's packages, and of those alone: it sees links to them in a stage. */
    private String listing(String place) throws IOException, InterruptedException {
        var stage = workshop.resolve("stage/" + generation + "/" + place);
        Files.createDirectories(stage);
        for (var member : packages.getOrDefault(place, Map.of()).values()) {
            var link = stage.resolve(member.file());
            Files.createDirectories(link.getParent());
            Files.createLink(link, root.resolve(member.file()));
        }
        return Tool.in(stage).output("apt-ftparchive", "packages", "pool");
    }

    private static void linkByHash(Path directory) throws IOException {
        var byHash = Files.createDirectories(directory.resolve("by-hash/SHA256"));
        for (var name : List.of("Packages", "Packages.gz", "Packages.xz", "Packages.diff/Index")) {
            var file = directory.resolve(name);
            if (Files.exists(file)) {
                var bytes = Files.readAllBytes(file);
                var home = name.endsWith("/Index")
                        ? Files.createDirectories(directory.resolve("Packages.diff/by-hash/SHA256"))
                        : byHash;
                Files.write(home.resolve(Samples.sha256(bytes)), bytes);
            }
        }
    }

    private void writeRelease(String suite) throws IOException, InterruptedException {
        var directory = root.resolve("dists/" + suite);
        for (var name : List.of("Release", "InRelease", "Release.gpg")) {
            Files.deleteIfExists(directory.resolve(name));
        }
        var components = packages.keySet().stream()
                .filter(place -> place.startsWith(suite + "/"))
                .map(place -> place.substring(suite.length() + 1))
                .toList();
        var command = new ArrayList<>(List.of("apt-ftparchive"));
        var facts = new TreeMap<String, String>();
        facts.put("Suite", suite);
        facts.put("Codename", suite);
        facts.put("Origin", "Example");
        facts.put("Label", "Example");
        facts.put("Date", RELEASE_DATE.format(date()));
        facts.put("Architectures", architecture);
        facts.put("Components", String.join(" ", components));
        if (features.contains(Feature.BY_HASH)) {
            facts.put("Acquire-By-Hash", "yes");
        }
        facts.forEach((key, value) -> command.addAll(List.of("-o", "APT::FTPArchive::Release::" + key + "=" + value)));
        for (var digest : List.of("SHA1", "SHA512")) {
            command.addAll(List.of("-o", "APT::FTPArchive::Release::" + digest + "=false"));
        }
        command.addAll(List.of("release", directory.toString()));
        var release = Tool.in(workshop).output(command.toArray(String[]::new));
        Files.writeString(directory.resolve("Release"), release);
        var unsigned = directory.resolve("Release").toString();
        gpg("--clearsign", "--output", directory.resolve("InRelease").toString(), unsigned);
        gpg(
                "--armor",
                "--detach-sign",
                "--output",
                directory.resolve("Release.gpg").toString(),
                unsigned);
    }

    /** Gives the files of this generation its date; those of older ones keep theirs. */
    private void setTimes() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (Files.getLastModifiedTime(file).toInstant().isAfter(date())) {
                    Files.setLastModifiedTime(file, FileTime.from(date()));
                }
            }
        }
    }

    private void gpg(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of("gpg", "--homedir", workshop.resolve("gpg").toString()));
        command.addAll(List.of("--batch", "--yes", "--quiet", "--pinentry-mode", "loopback", "--passphrase", ""));
        command.addAll(List.of(arguments));
        Tool.in(workshop).output(command.toArray(String[]::new));
    }
}
