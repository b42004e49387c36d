package org.aptheke.testkit;

import java.util.List;

/** Looks up values in field lines of the form {@code Name: value}. */
final class FieldLines {
    private FieldLines() {}

    static List<String> values(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.length() > name.length()
                        && line.charAt(name.length()) == ':'
                        && line.regionMatches(true, 0, name, 0, name.length()))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }

    static boolean contains(List<String> lines, String name) {
        return !values(lines, name).isEmpty();
    }
}
