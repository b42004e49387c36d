package org.aptheke.e2e;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.aptheke.testkit.Wire;

/** What {@code /metrics} said once: its text, read. */
final class Scrape {
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\",?");
    private static final Pattern PART_OF_A_HISTOGRAM = Pattern.compile("(.+)_(?:bucket|sum|count)");

    private final String text;
    private final Map<String, Family> families = new TreeMap<>();
    private final List<Sample> samples = new ArrayList<>();

    /** One metric, with the labels that its series have. */
    record Family(String name, String type, String help, TreeSet<String> labels) {}

    record Sample(String name, Map<String, String> labels, double value) {
        /** @param wanted names and values of labels in turn */
        boolean has(String... wanted) {
            for (int i = 0; i < wanted.length; i += 2) {
                if (!Optional.of(wanted[i + 1]).equals(Optional.ofNullable(labels.get(wanted[i])))) {
                    return false;
                }
            }
            return true;
        }
    }

    private Scrape(String text) {
        this.text = text;
        String help = "";
        for (var line : text.lines().toList()) {
            var words = line.split(" ", 4);
            if (line.startsWith("# HELP ")) {
                help = words[3];
            } else if (line.startsWith("# TYPE ")) {
                families.put(words[2], new Family(words[2], words[3], help, new TreeSet<>()));
            } else {
                add(line);
            }
        }
    }

    private void add(String line) {
        var matcher = SAMPLE.matcher(line);
        if (!matcher.matches()) {
            throw new AssertionError("not a sample: " + line);
        }
        var labels = new TreeMap<String, String>();
        var pairs = LABEL.matcher(matcher.group(2) == null ? "" : matcher.group(2));
        while (pairs.find()) {
            labels.put(pairs.group(1), pairs.group(2));
        }
        var sample = new Sample(
                matcher.group(1), labels, Double.parseDouble(matcher.group(3).replace("Inf", "Infinity")));
        samples.add(sample);
        var family = familyOf(sample.name());
        family.labels().addAll(labels.keySet());
        if (family.type().equals("histogram")) {
            family.labels().remove("le");
        }
    }

    private Family familyOf(String name) {
        var whole = Optional.ofNullable(families.get(name));
        var part = PART_OF_A_HISTOGRAM.matcher(name);
        return whole.or(() -> part.matches() ? Optional.ofNullable(families.get(part.group(1))) : Optional.empty())
                .orElseThrow(() -> new AssertionError("a sample without a type: " + name));
    }

    static Scrape of(int apiPort) throws IOException {
        try (var wire = Wire.connect(apiPort)) {
            var answer = wire.get("/metrics", "Host: 127.0.0.1:" + apiPort);
            if (answer.status() != 200) {
                throw new AssertionError(answer.statusLine() + ": " + answer.text());
            }
            return new Scrape(answer.text());
        }
    }

    String text() {
        return text;
    }

    Map<String, Family> families() {
        return families;
    }

    List<Sample> samples() {
        return samples;
    }

    /** The sum of the series of that name that have these labels; names and values in turn. */
    double sum(String name, String... labels) {
        return samples.stream()
                .filter(sample -> sample.name().equals(name) && sample.has(labels))
                .mapToDouble(Sample::value)
                .sum();
    }
}
