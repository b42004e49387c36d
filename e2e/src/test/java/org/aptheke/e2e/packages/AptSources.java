package org.aptheke.e2e.packages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where this machine gets Debian from, as its apt is told: sources in one line each, or as paragraphs. */
final class AptSources {
    private static final Pattern ONE_LINE =
            Pattern.compile("deb\\s+(?:\\[[^]]*]\\s+)?(?<uri>\\S+)\\s+(?<suite>\\S+)\\s+(?<components>[^#]+).*");

    /** A release itself, not its updates or another vendor's suite. */
    private static final Pattern OF_DEBIAN =
            Pattern.compile("bullseye|bookworm|trixie|forky|sid|(?:old)?stable|testing|unstable");

    private final Path directory;

    private AptSources(Path directory) {
        this.directory = directory;
    }

    static AptSources ofThisMachine() {
        return in(Path.of("/etc/apt"));
    }

    /** @param directory what is {@code /etc/apt} on a machine */
    static AptSources in(Path directory) {
        return new AptSources(directory);
    }

    /** The first source that has a whole release of Debian, and so the others too. */
    String debian() throws IOException {
        for (var file : files()) {
            var found = file.toString().endsWith(".sources") ? paragraphs(file) : lines(file);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new IOException("no source below " + directory + " has a release of Debian with the component main");
    }

    private List<Path> files() throws IOException {
        var files = new ArrayList<Path>();
        var single = directory.resolve("sources.list");
        if (Files.exists(single)) {
            files.add(single);
        }
        var parts = directory.resolve("sources.list.d");
        if (Files.isDirectory(parts)) {
            try (Stream<Path> list = Files.list(parts)) {
                list.filter(file -> file.toString().matches(".*\\.(list|sources)"))
                        .sorted()
                        .forEach(files::add);
            }
        }
        return files;
    }

    private static Optional<String> lines(Path file) throws IOException {
        for (var line : Files.readAllLines(file)) {
            var source = ONE_LINE.matcher(line.strip());
            if (source.matches() && isDebian(source.group("suite"), source.group("components"))) {
                return Optional.of(source.group("uri"));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> paragraphs(Path file) throws IOException {
        for (var paragraph : Files.readString(file).split("\\n\\s*\\n", -1)) {
            var fields = fields(paragraph);
            boolean enabled = !fields.getOrDefault("enabled", "yes").equals("no")
                    && words(fields, "types").contains("deb");
            boolean fits = words(fields, "suites").stream()
                    .anyMatch(suite -> isDebian(suite, fields.getOrDefault("components", "")));
            if (enabled && fits) {
                return Optional.of(words(fields, "uris").getFirst());
            }
        }
        return Optional.empty();
    }

    /** By name in lower case; lines that go on are joined. */
    private static Map<String, String> fields(String paragraph) {
        var fields = new TreeMap<String, String>();
        String name = "";
        for (var line : paragraph.lines().filter(line -> !line.startsWith("#")).toList()) {
            int colon = line.indexOf(':');
            if (!line.startsWith(" ") && colon > 0) {
                name = line.substring(0, colon).toLowerCase(Locale.ROOT);
                line = line.substring(colon + 1);
            }
            fields.merge(name, line.strip(), (before, more) -> before + " " + more);
        }
        return fields;
    }

    private static List<String> words(Map<String, String> fields, String name) {
        return List.of(fields.getOrDefault(name, "").split("\\s+", -1));
    }

    private static boolean isDebian(String suite, String components) {
        return OF_DEBIAN.matcher(suite).matches()
                && List.of(components.split("\\s+", -1)).contains("main");
    }
}
