package org.aptheke.config;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the lines where keys of a TOML file stand, for messages only: the parser does not keep them. Reads line by line,
 * so a multi-line string that looks like a key may fool it.
 */
final class KeyLines {
    private static final Pattern TABLE = Pattern.compile("\\s*\\[{1,2}\\s*([^\\]]+?)\\s*]{1,2}\\s*(#.*)?");
    private static final Pattern KEY = Pattern.compile("\\s*([A-Za-z0-9_.\"' -]+?)\\s*=.*");

    private KeyLines() {}

    /** The first line, from 1, of each key and table, by its full name. */
    static Map<String, Integer> of(String toml) {
        Map<String, Integer> lines = new HashMap<>();
        String prefix = "";
        int number = 0;
        for (String line : toml.lines().toList()) {
            number++;
            Matcher table = TABLE.matcher(line);
            Matcher key = KEY.matcher(line);
            if (table.matches()) {
                String name = plain(table.group(1));
                lines.putIfAbsent(name, number);
                prefix = name + ".";
            } else if (key.matches()) {
                lines.putIfAbsent(prefix + plain(key.group(1)), number);
            }
        }
        return lines;
    }

    private static String plain(String name) {
        return name.replaceAll("[\"'\\s]", "");
    }
}
