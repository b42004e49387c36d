package org.aptheke.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A run as the API writes it for people: lines of a name, a colon and a value, an empty line, the report.
 *
 * @param values by name
 */
record RunText(Map<String, String> values, String report) {
    private static final int BAR = 30;
    private static final Pattern BUNDLE_BYTES = Pattern.compile("no more than ([0-9]{1,18}) bytes");

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

    /** What the plan of a bundle says that it may come to; 0 when it does not. */
    long bundleBytes() {
        var said = BUNDLE_BYTES.matcher(report);
        return said.find() ? Long.parseLong(said.group(1)) : 0;
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
