package org.aptheke.migrate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A configuration being written: settings with the directives that they come from. Used by one thread. */
final class Toml {
    private final Map<String, Setting> settings = new LinkedHashMap<>();
    private final List<Table> tables = new ArrayList<>();

    private record Setting(String value, List<String> sources) {}

    private record Table(String name, String source, List<String> lines) {}

    /**
     * Sets a key, instead of an earlier value.
     *
     * @param key such as {@code origin.rate}
     * @param value as TOML writes it
     */
    void set(String key, String value, String source) {
        var sources = new ArrayList<String>();
        var before = settings.get(key);
        if (before != null) {
            sources.addAll(before.sources());
        }
        sources.add(source);
        settings.put(key, new Setting(value, sources));
    }

    boolean isSet(String key) {
        return settings.containsKey(key);
    }

    /** Adds a table to a list of tables. */
    void addTable(String name, List<String> lines, String source) {
        tables.add(new Table(name, source, List.copyOf(lines)));
    }

    String text() {
        var text = new StringBuilder();
        section("", text);
        for (var table : tables) {
            text.append('\n')
                    .append(comment(table.source()))
                    .append("[[")
                    .append(table.name())
                    .append("]]\n");
            table.lines().forEach(line -> text.append(line).append('\n'));
        }
        settings.keySet().stream()
                .filter(key -> key.indexOf('.') >= 0)
                .map(key -> key.substring(0, key.indexOf('.')))
                .distinct()
                .forEach(name -> {
                    text.append("\n[").append(name).append("]\n");
                    section(name + ".", text);
                });
        return text.toString();
    }

    private void section(String prefix, StringBuilder text) {
        settings.forEach((key, setting) -> {
            String name = key.startsWith(prefix) ? key.substring(prefix.length()) : "";
            if (!name.isEmpty() && name.indexOf('.') < 0) {
                setting.sources().forEach(source -> text.append(comment(source)));
                text.append(name).append(" = ").append(setting.value()).append('\n');
            }
        });
    }

    /** A comment of one line. */
    static String comment(String text) {
        return "# " + text.replaceAll("\\p{Cntrl}", " ") + "\n";
    }

    static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (Character.isISOControl(c)) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    static String list(List<String> texts) {
        return texts.stream().map(Toml::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    /** The same, one element on each line when there are several. */
    static String longList(List<String> texts) {
        return texts.size() < 2
                ? list(texts)
                : texts.stream().map(text -> "    " + quoted(text)).collect(Collectors.joining(",\n", "[\n", ",\n]"));
    }
}
