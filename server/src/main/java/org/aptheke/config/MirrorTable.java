package org.aptheke.config;

import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.aptheke.config.Settings.Mirror;
import org.aptheke.config.Settings.MirrorIndex;
import org.aptheke.config.Settings.TimesOfDay;

/** Reads and writes one {@code [[mirror]]} table. */
final class MirrorTable {
    private static final String NONE = "none";
    private static final Pattern TIMES = Pattern.compile("([0-9]{2}:[0-9]{2})-([0-9]{2}:[0-9]{2})");

    private static final Kind<String> NAME = Kind.text("name", RemapTable::name, text -> text);
    private static final Kind<HttpUrl> URL = Kind.text("URL", HttpUrl::parse, HttpUrl::toString);
    private static final Kind<List<String>> SUITES = Kind.listOf(Kind.text("suite", MirrorTable::suite, text -> text));
    private static final Kind<List<String>> COMPONENTS =
            Kind.listOf(Kind.text("component", MirrorTable::component, text -> text));
    private static final Kind<List<String>> ARCHITECTURES =
            Kind.listOf(Kind.text("architecture", MirrorTable::architecture, text -> text));
    private static final Kind<List<String>> PATTERNS =
            Kind.listOf(Kind.text("pattern", MirrorTable::pattern, text -> text));
    private static final Kind<List<MirrorIndex>> INDEXES = Kind.listOf(Kind.choice(MirrorIndex.class));
    private static final Kind<OptionalLong> BUDGET =
            Kind.text("size or \"none\"", MirrorTable::budget, MirrorTable::budget);
    private static final Kind<TimesOfDay> HOURS = Kind.text("part of the day", MirrorTable::hours, MirrorTable::hours);

    static final Kind<Mirror> KIND = TableReader.kind(
            "table of name, url, suites and what is wanted of them",
            "write {name = \"debian\", url = \"http://deb.example.org/debian\", suites = [\"stable\"], architectures ="
                    + " [\"amd64\"]}",
            MirrorTable::read,
            (mirror, text) -> write(mirror, text).toString());

    private MirrorTable() {}

    private static Mirror read(TableReader table) throws BadValueException {
        var mirror = new Mirror(
                table.required("name", NAME),
                table.required("url", URL),
                table.required("suites", SUITES),
                table.optional("components", COMPONENTS, List.of()),
                table.optional("architectures", ARCHITECTURES, List.of()),
                table.optional("sections", PATTERNS, List.of()),
                table.optional("packages", PATTERNS, List.of()),
                table.optional("newest", Kind.BOOLEAN, false),
                table.optional("sources", Kind.BOOLEAN, false),
                table.optional("related", Kind.BOOLEAN, false),
                table.optional("indexes", INDEXES, List.of(MirrorIndex.values())),
                table.optional("budget", BUDGET, OptionalLong.empty()),
                table.optional("rate", Kinds.RATE_LIMIT, OptionalLong.empty()),
                table.optional("hours", HOURS));
        if (mirror.suites().isEmpty()) {
            throw table.wrong("it names no suite");
        }
        if (mirror.architectures().isEmpty() && !mirror.sources()) {
            throw table.wrong("it wants nothing: name architectures, or set sources = true");
        }
        return mirror;
    }

    private static TableText write(Mirror mirror, TableText text) {
        text.add("name", NAME, mirror.name())
                .add("url", URL, mirror.url())
                .add("suites", SUITES, mirror.suites())
                .addAll("components", COMPONENTS, mirror.components())
                .addAll("architectures", ARCHITECTURES, mirror.architectures())
                .addAll("sections", PATTERNS, mirror.sections())
                .addAll("packages", PATTERNS, mirror.packages())
                .add("newest", Kind.BOOLEAN, mirror.newest())
                .add("sources", Kind.BOOLEAN, mirror.sources())
                .add("related", Kind.BOOLEAN, mirror.related())
                .add("indexes", INDEXES, mirror.indexes())
                .add("budget", BUDGET, mirror.budgetBytes())
                .add("rate", Kinds.RATE_LIMIT, mirror.bytesPerSecond());
        return text.add("hours", HOURS, mirror.hours());
    }

    private static String suite(String text) {
        boolean safe = text.matches("[A-Za-z0-9._+~/-]+") && !text.startsWith("/") && !text.contains("//");
        if (!safe || text.contains("..")) {
            throw new IllegalArgumentException(
                    "not a suite; write it as in a source of apt, one without /dists/ with a slash at its end");
        }
        return text;
    }

    private static String component(String text) {
        if (!text.matches("[A-Za-z0-9][A-Za-z0-9._+~/-]*") || text.endsWith("/")) {
            throw new IllegalArgumentException("not a component; write it as in a source of apt: main");
        }
        return text;
    }

    private static String architecture(String text) {
        if (text.equals("all") || text.equals("source")) {
            throw new IllegalArgumentException(
                    text.equals("all")
                            ? "all goes with every architecture; name one of machines"
                            : "set sources = true for source packages");
        }
        if (!text.matches("[a-z0-9][a-z0-9-]*")) {
            throw new IllegalArgumentException("not an architecture; write it as dpkg does: amd64");
        }
        return text;
    }

    private static String pattern(String text) {
        if (!text.matches("!?[A-Za-z0-9*?][A-Za-z0-9*?._+/-]*")) {
            throw new IllegalArgumentException(
                    "not a pattern; * stands for any text, ? for one character, ! takes away");
        }
        return text;
    }

    private static OptionalLong budget(String text) {
        if (text.equals(NONE)) {
            return OptionalLong.empty();
        }
        long bytes = Units.size(text);
        if (bytes == 0) {
            throw new IllegalArgumentException("a budget of nothing; write a size such as 100GiB, or none");
        }
        return OptionalLong.of(bytes);
    }

    private static String budget(OptionalLong bytes) {
        return bytes.isPresent() ? Units.size(bytes.getAsLong()) : NONE;
    }

    private static TimesOfDay hours(String text) {
        var matcher = TIMES.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("write when it begins and when it ends: \"22:00-06:00\"");
        }
        var hours = new TimesOfDay(Kinds.timeOfDay(matcher.group(1)), Kinds.timeOfDay(matcher.group(2)));
        if (hours.from().equals(hours.to())) {
            throw new IllegalArgumentException("it ends when it begins; leave it out for the whole day");
        }
        return hours;
    }

    private static String hours(TimesOfDay hours) {
        return hours.from() + "-" + hours.to();
    }
}
