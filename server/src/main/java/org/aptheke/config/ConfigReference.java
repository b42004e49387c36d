package org.aptheke.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The documentation of the settings, made from their declaration so that the two cannot differ. */
final class ConfigReference {
    private static final int SAMPLE_WIDTH = 100;

    private static final String PAGE_HEAD = """
            # Configuration

            <!-- Made by ./dev docs from the declaration in org.aptheke.config.Keys; do not edit. -->

            Aptheke needs no configuration. What is to differ from the defaults below is written in one TOML file, by default
            `/etc/aptheke/aptheke.toml`; `--config FILE` names another. `docs/aptheke.toml` is a sample with every key.
            `aptheke check-config` prints every problem of a configuration at once, or the values that are in effect and
            where each of them was said; then it reads the files that they name, and says the first that cannot be used.

            ## Where a value comes from

            What comes later wins, key by key; a list replaces a list.

            1. the default
            2. the main file
            3. the files `conf.d/*.toml` beside the main file, in the order of their names
            4. an environment variable: `APTHEKE_`, the table, `_`, and the key, in capitals: `egress.allow` is
               `APTHEKE_EGRESS_ALLOW`. A list is written with commas, `APTHEKE_EGRESS_ALLOW=10.0.0.0/8,192.168.0.0/16`, or
               as TOML, `["10.0.0.0/8"]`. A variable of this form that belongs to no key is remarked upon and not used.
            5. the options `--listen` and `--data`

            An unknown key is an error, so that a mistyped one is not silently without effect. SIGHUP reads everything anew; a
            configuration with a problem is then refused whole, its problems are logged, and the old one stays.

            ## How values are written

            | kind | form |
            |---|---|
            | duration | a number and `ms`, `s`, `m`, `h` or `d`, also several: `"500ms"`, `"60s"`, `"1h30m"` |
            | size | a number and `B`, `KiB`, `MiB`, `GiB`, `TiB` (powers of 1024) or `KB`, `MB`, `GB`, `TB` (powers of 1000) |
            | rate | a size per second: `"10MiB/s"` |
            | address range | `"10.0.0.0/8"`, `"fd00::/8"`, or a single address |
            | host pattern | `"deb.example.org"`, `"*.example.org"` for every name below, or `"*"` |
            | repository pattern | `"deb.example.org/debian"`, `"deb.example.org/debian/*"`, `"*.example.org"`, or `"*"` |
            | host:port | `"192.0.2.1:3142"`, `"[2001:db8::1]:3142"`, or `":3142"` for all addresses |
            | list | `["a", "b"]`; a single value may stand without brackets |
            """;

    private static final String SAMPLE_HEAD = """
            # Configuration of Aptheke: every key with its default. Take away the # before a key to change it.
            # Made by ./dev docs; docs/configuration.md says more. Check a change with: aptheke check-config --config FILE
            """;

    private ConfigReference() {}

    /** The text of {@code docs/configuration.md}. */
    static String page() {
        return PAGE_HEAD + Keys.TABLES.stream().map(ConfigReference::pageTable).collect(Collectors.joining());
    }

    /** The text of {@code docs/aptheke.toml}. */
    static String sample() {
        return SAMPLE_HEAD
                + Keys.TABLES.stream().map(ConfigReference::sampleTable).collect(Collectors.joining());
    }

    private static String pageTable(Keys.Table table) {
        String title = table.name().isEmpty() ? "## Keys at the top\n" : "## `[" + table.name() + "]`\n";
        String about = table.about().isEmpty() ? "" : "\n" + table.about() + "\n";
        return "\n" + title + about
                + table.keys().stream().map(ConfigReference::pageKey).collect(Collectors.joining());
    }

    private static String pageKey(Key<?> key) {
        return """

                ### `%s`

                %s

                - kind: %s
                - default: `%s`
                - example: `%s = %s`
                - variable: `%s`
                """.formatted(
                        key.name(),
                        about(key),
                        key.kind().name(),
                        key.fallback(),
                        key.shortName(),
                        key.example(),
                        key.variable());
    }

    private static String about(Key<?> key) {
        return Keys.RESTART.contains(key.name()) ? key.about() + " A change needs a restart." : key.about();
    }

    private static String sampleTable(Keys.Table table) {
        String head = table.name().isEmpty() ? "" : "\n# " + table.about() + "\n[" + table.name() + "]\n";
        return head + table.keys().stream().map(ConfigReference::sampleKey).collect(Collectors.joining());
    }

    private static String sampleKey(Key<?> key) {
        String about =
                wrapped(about(key)).stream().map(line -> "# " + line + "\n").collect(Collectors.joining());
        String example = "# Example: " + key.shortName() + " = " + key.example() + "\n";
        return "\n" + about + example + "#" + key.shortName() + " = " + key.fallback() + "\n";
    }

    private static List<String> wrapped(String text) {
        List<String> lines = new ArrayList<>();
        var line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > SAMPLE_WIDTH) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
