package org.aptheke.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.aptheke.config.Settings.MirrorIndex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MirrorTableTest {
    @TempDir
    private Path directory;

    private Configuration load(String text) throws ConfigRefusedException, IOException {
        return OneFile.load(directory, text);
    }

    private List<ConfigProblem> problems(String text) {
        return OneFile.problems(directory, text);
    }

    @Test
    void mirror_everything_isReadAndWrittenBack() throws Exception {
        var configuration = load("""
                [[mirror]]
                name = "debian"
                url = "http://deb.example.org/debian"
                suites = ["stable", "stable/updates", "./"]
                components = "main"
                architectures = ["amd64", "arm64"]
                sections = ["net", "!non-free/*"]
                packages = ["linux-*", "g++*", "!*-dbg"]
                newest = true
                sources = true
                related = true
                indexes = ["translations", "dep11"]
                budget = "200GiB"
                rate = "5MiB/s"
                hours = "22:00-06:00"
                """);

        assertThat(configuration.settings().house().mirrors())
                .containsExactly(new Settings.Mirror(
                        "debian",
                        new HttpUrl("http", "deb.example.org", 80, "/debian"),
                        List.of("stable", "stable/updates", "./"),
                        List.of("main"),
                        List.of("amd64", "arm64"),
                        List.of("net", "!non-free/*"),
                        List.of("linux-*", "g++*", "!*-dbg"),
                        true,
                        true,
                        true,
                        List.of(MirrorIndex.TRANSLATIONS, MirrorIndex.DEP11),
                        OptionalLong.of(200L << 30),
                        OptionalLong.of(5L << 20),
                        Optional.of(new Settings.TimesOfDay(LocalTime.of(22, 0), LocalTime.of(6, 0)))));
        assertThat(configuration.effectiveText())
                .contains("budget = \"200GiB\", rate = \"5MiB/s\", hours = \"22:00-06:00\"}]");
    }

    @Test
    void mirror_littleSaid_isAllOfItWithoutLimits() throws Exception {
        var mirror = load("""
                [[mirror]]
                name = "own"
                url = "https://a.example"
                suites = "stable"
                architectures = "amd64"
                """).settings().house().mirrors().getFirst();

        assertThat(mirror.components()).isEmpty();
        assertThat(mirror.indexes()).containsExactly(MirrorIndex.values());
        assertThat(mirror.budgetBytes()).isEmpty();
        assertThat(mirror.bytesPerSecond()).isEmpty();
        assertThat(mirror.hours()).isEmpty();
        assertThat(mirror.newest() || mirror.sources() || mirror.related()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "suites = [] | it names no suite",
                "architectures = [] | it wants nothing",
                "architectures = 'all' | all goes with every architecture",
                "architectures = 'source' | set sources = true",
                "architectures = 'AMD64' | not an architecture",
                "suites = '../etc' | not a suite",
                "suites = '/x' | not a suite",
                "url = 'ftp://a.example' | not a URL",
                "url = 'http://u:p@a.example' | do not belong into a URL",
                "packages = '[' | not a pattern",
                "indexes = ['content'] | must be one of translations, contents, dep11, commands",
                "budget = '0' | a budget of nothing",
                "hours = '22-6' | write when it begins",
                "hours = '22:00-22:00' | it ends when it begins",
                "hours = '25:00-22:00' | hours and minutes",
                "component = 'main' | unknown key component in the table; did you mean components?",
                "name = 'A b' | not a name"
            })
    void mirror_wrong_isRefusedWithTheReason(String line, String reason) {
        var lines = new LinkedHashMap<>(
                Map.of("name", "'x'", "url", "'http://a.example'", "suites", "'stable'", "architectures", "'amd64'"));
        var pair = line.split(" = ", 2);
        lines.put(pair[0], pair[1]);
        var text = new StringBuilder("[[mirror]]\n");
        lines.forEach(
                (key, value) -> text.append(key).append(" = ").append(value).append('\n'));

        assertThat(problems(text.toString()))
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .contains("mirror")
                        .contains("table 1: ")
                        .contains(reason));
    }

    @Test
    void mirrors_ofOneName_areRefused() {
        var table = "[[mirror]]\nname = 'x'\nurl = 'http://a.example'\nsuites = 's'\nsources = true\n";

        assertThat(problems(table + table))
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString()).contains("two mirrors have the same name"));
    }
}
