package org.aptheke.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code aptheke client-config} prints, taken by its word: what belongs where, to the letter. */
record Instructions(List<Step> steps) {
    private static final Pattern FILE = Pattern.compile("file (?<path>/\\S+?)(?<mode>, mode 755)?");

    /** One thing to do. */
    sealed interface Step {
        record File(String path, boolean executable, String text) implements Step {}

        record OnClient(String script) implements Step {}

        record OnCache(String script) implements Step {}

        record InZone(String records) implements Step {}
    }

    static Instructions read(String printed) {
        var steps = new ArrayList<Step>();
        String place = "";
        var text = new StringBuilder();
        for (String line : (printed + "#== end\n").lines().toList()) {
            if (line.startsWith("#== ") || line.startsWith("#-- ")) {
                if (!place.isEmpty()) {
                    steps.add(step(place, text.toString()));
                }
                place = line.startsWith("#-- ") ? line.substring(4) : "";
                text.setLength(0);
            } else {
                text.append(line).append('\n');
            }
        }
        return new Instructions(List.copyOf(steps));
    }

    private static Step step(String place, String text) {
        Matcher file = FILE.matcher(place);
        if (file.matches()) {
            return new Step.File(file.group("path"), file.group("mode") != null, text);
        }
        return switch (place) {
            case "on the client, as root" -> new Step.OnClient(text);
            case "on the cache" -> new Step.OnCache(text);
            case "in the DNS zone of the clients" -> new Step.InZone(text);
            default -> throw new AssertionError("nobody knows where this is: " + place);
        };
    }
}
