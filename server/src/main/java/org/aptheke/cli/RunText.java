package org.aptheke.cli;

import java.util.HashMap;
import java.util.Map;

/**
 * A run as the API writes it for people: lines of a name, a colon and a value, an empty line, the report.
 *
 * @param values by name
 */
record RunText(Map<String, String> values, String report) {
    private static final int BAR = 30;

    RunText {
        values = Map.copyOf(values);
    }

    static RunText of(String text) {
        int end = text.indexOf("\n\n");
        var values = new HashMap<String, String>();
        text.substring(0, Math.max(0, end)).lines().forEach(line -> {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                values.put(line.substring(0, colon), line.substring(colon + 2));
            }
        });
        return new RunText(values, end < 0 ? text : text.substring(end + 2));
    }

    String value(String name) {
        return values.getOrDefault(name, "");
    }

    long number() {
        return Long.parseLong(value("number"));
    }

    boolean hasEnded() {
        return switch (value("state")) {
            case "done", "cancelled", "failed" -> true;
            default -> false;
        };
    }

    boolean isDone() {
        return value("state").equals("done");
    }

    /** The bytes of all that is planned. */
    long totalBytes() {
        return Long.parseLong(value("bytes").replaceFirst(".* of ", ""));
    }

    /** One line that says how far it is. */
    String bar() {
        var count = value("count").split(" of ", 2);
        long done = count.length == 2 ? Long.parseLong(count[0]) : 0;
        long total = count.length == 2 ? Long.parseLong(count[1]) : 0;
        if (total == 0) {
            return value("state") + ": " + value("doing");
        }
        int filled = (int) (BAR * Math.min(done, total) / total);
        return "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] " + 100 * Math.min(done, total) / total + " %, "
                + value("count") + " " + value("doing");
    }
}
