package org.aptheke.migrate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code PrecacheFor} wants of one suite: its patterns are of the paths that index files have in the cache,
 * {@code debrep/dists/unstable/main/binary-amd64/Packages*}. Used by one thread.
 */
final class MirrorDraft {
    private static final Pattern INDEX = Pattern.compile(
            "([^/]+)/(?:(.+)/)?dists/(.+)/([^/]+)/(?:binary-([^/]+)|source)/(?:Packages|Sources|\\*)[^/]*");
    private static final Pattern RELEASE = Pattern.compile(".*/(?:In)?Release[^/]*");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+(?::[0-9]+)?");
    private static final String ALL = "*";

    private final String name;
    private final String url;
    private final String suite;
    private final Set<String> components = new TreeSet<>();
    private final Set<String> architectures = new TreeSet<>();
    private boolean sources;

    private MirrorDraft(String name, String url, String suite) {
        this.name = name;
        this.url = url;
        this.suite = suite;
    }

    /**
     * What could be told of the patterns, and what could not.
     *
     * @param untold patterns, each with the reason
     */
    record Told(List<MirrorDraft> mirrors, List<String> untold) {
        Told {
            mirrors = List.copyOf(mirrors);
            untold = List.copyOf(untold);
        }
    }

    static Told of(String patterns, List<RemapDraft> remaps) {
        Map<String, MirrorDraft> mirrors = new LinkedHashMap<>();
        var untold = new ArrayList<String>();
        for (var pattern : patterns.strip().split("\\s+", -1)) {
            // What a suite names is found through its release file in any case.
            if (!RELEASE.matcher(pattern).matches()) {
                add(pattern, remaps, mirrors).ifPresent(why -> untold.add(pattern + " (" + why + ")"));
            }
        }
        return new Told(List.copyOf(mirrors.values()), untold);
    }

    /** Why it cannot be taken over; empty when it was. */
    private static Optional<String> add(String pattern, List<RemapDraft> remaps, Map<String, MirrorDraft> mirrors) {
        var parts = INDEX.matcher(pattern);
        if (!parts.matches()) {
            return Optional.of("not an index of packages or sources");
        }
        var url = url(parts, remaps);
        if (url.isEmpty()) {
            return Optional.of("which archive that is cannot be told");
        }
        var suite = parts.group(3);
        var architecture = Optional.ofNullable(parts.group(5));
        if (hasWildcard(suite) || architecture.filter(MirrorDraft::hasWildcard).isPresent()) {
            return Optional.of("suites and architectures must be named");
        }
        if (hasWildcard(parts.group(4)) && !parts.group(4).equals(ALL)) {
            return Optional.of("components must be named, or all");
        }
        var mirror = mirrors.computeIfAbsent(
                url.get() + " " + suite,
                _ -> new MirrorDraft(freeName(parts.group(1), suite, mirrors.values()), url.get(), suite));
        mirror.components.add(parts.group(4));
        architecture.ifPresentOrElse(mirror.architectures::add, () -> mirror.sources = true);
        return Optional.empty();
    }

    private static Optional<String> url(Matcher parts, List<RemapDraft> remaps) {
        var directory = parts.group(1);
        var path = Optional.ofNullable(parts.group(2)).map(below -> "/" + below).orElse("");
        if (hasWildcard(path)) {
            return Optional.empty();
        }
        var remap = remaps.stream()
                .filter(each -> each.directory().equals(directory))
                .map(RemapDraft::name)
                .findFirst();
        return remap.or(() ->
                        Optional.of(directory).filter(host -> HOST.matcher(host).matches()))
                .map(host -> "http://" + host + path);
    }

    private static boolean hasWildcard(String text) {
        return text.matches(".*[*?\\[\\]\\\\].*");
    }

    /** A host may have the same suite of several archives. */
    private static String freeName(String directory, String suite, Collection<MirrorDraft> others) {
        var name = (directory + "-" + suite)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9_-]", "-")
                .replaceAll("^[-_]+", "");
        var free = name;
        for (int i = 2; isTaken(free, others); i++) {
            free = name + "-" + i;
        }
        return free;
    }

    private static boolean isTaken(String name, Collection<MirrorDraft> others) {
        return others.stream().anyMatch(mirror -> mirror.name.equals(name));
    }

    String name() {
        return name;
    }

    /** As the table of the configuration has it. */
    List<String> toml() {
        var lines = new ArrayList<String>();
        lines.add("name = " + Toml.quoted(name));
        lines.add("url = " + Toml.quoted(url));
        lines.add("suites = " + Toml.list(List.of(suite)));
        if (!components.contains(ALL)) {
            lines.add("components = " + Toml.list(List.copyOf(components)));
        }
        if (!architectures.isEmpty()) {
            lines.add("architectures = " + Toml.list(List.copyOf(architectures)));
        }
        if (sources) {
            lines.add("sources = true");
        }
        return lines;
    }
}
