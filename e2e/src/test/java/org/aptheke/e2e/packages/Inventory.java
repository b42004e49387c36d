package org.aptheke.e2e.packages;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What is on a machine: each path with its kind, mode, owner, group and target, and for files below {@code /etc} a digest of
 * the content. Directories for what is temporary or of the kernel are left out.
 */
record Inventory(Map<String, String> paths) {
    private static final String LIST = """
            find / -xdev '(' -path /dev -o -path /proc -o -path /run -o -path /sys -o -path /tmp -o -path /var/tmp ')' \\
                -prune -o -printf '%p\\t%y %m %u %g %l\\n'
            find /etc -xdev -type f -exec sha256sum {} + | sed 's/^\\([0-9a-f]*\\)  \\(.*\\)$/\\2 (content)\\t\\1/'
            """;

    /**
     * What the installation of any package leaves, and what a running system writes: the books of dpkg, apt and debconf with
     * their logs, copies that the tools for users make before they write, the cache of the dynamic linker, and systemd's
     * notes about timers.
     */
    private static final List<Pattern> OF_THE_SYSTEM = List.of(
            Pattern.compile("/var/lib/dpkg/.*"),
            Pattern.compile("/var/lib/apt/.*"),
            Pattern.compile("/var/cache/(apt|debconf|ldconfig)/.*"),
            Pattern.compile("/var/log/(alternatives\\.log|apt/.*|dpkg\\.log|journal.*)"),
            Pattern.compile("/etc/(passwd|group|shadow|gshadow|subuid|subgid)-( \\(content\\))?"),
            Pattern.compile("/etc/(\\.pwd\\.lock|ld\\.so\\.cache)( \\(content\\))?"),
            Pattern.compile("/var/lib/systemd/(catalog|deb-systemd-helper-.*|timers|timesync)(/.*)?"));

    Inventory {
        paths = Map.copyOf(paths);
    }

    static Inventory of(Machine machine) throws IOException, InterruptedException {
        var paths = new TreeMap<String, String>();
        machine.output("sh", "-ec", LIST).lines().forEach(line -> {
            var parts = line.split("\t", 2);
            paths.put(parts[0], parts[1]);
        });
        return new Inventory(paths);
    }

    /** What is another than before, without what is the system's own; in words. */
    List<String> differencesFrom(Inventory before) {
        var all = new TreeSet<>(paths.keySet());
        all.addAll(before.paths.keySet());
        return all.stream()
                .filter(path -> OF_THE_SYSTEM.stream()
                        .noneMatch(pattern -> pattern.matcher(path).matches()))
                .filter(path -> !paths.getOrDefault(path, "").equals(before.paths.getOrDefault(path, "")))
                .map(path -> "%s: %s, was %s"
                        .formatted(
                                path, paths.getOrDefault(path, "gone"), before.paths.getOrDefault(path, "not there")))
                .toList();
    }
}
