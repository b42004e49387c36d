package org.aptheke.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aptheke.access.Caller;
import org.aptheke.admin.Visit;
import org.aptheke.config.ConfigFile;
import org.aptheke.config.ConfigSources;
import org.aptheke.guide.Ports;
import org.aptheke.jobs.ScheduleRules;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of a cache that has 100,000 files, 1,000 clients, 200 transfers, and a year of traffic. */
final class ConsolePagesTest {
    private static final int MOST_OCTETS = 200_000;

    @TempDir
    private Path directory = Path.of("");

    private Console console;

    @BeforeEach
    void make() throws Exception {
        var file = Files.writeString(directory.resolve("aptheke.toml"), "");
        var settings = ConfigFile.load(ConfigSources.of(Optional.of(file), Map.of(), "someone", directory))
                .settings();
        console = new Console(new Console.Parts(
                ManyThings.behind(),
                () -> new ScheduleRules(
                        List.of(), Duration.ZERO, LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, ZoneOffset.UTC),
                () -> settings,
                () -> new Ports(List.of(3142), List.of()),
                "cache"));
    }

    private String html(String path, String... asked) throws Exception {
        var parameters = new HashMap<String, String>();
        for (int i = 0; i < asked.length; i += 2) {
            parameters.put(asked[i], asked[i + 1]);
        }
        var page = console.all().stream()
                .filter(each -> each.path().equals(path))
                .findFirst()
                .orElseThrow();
        return page.html(new Visit(parameters, Optional.of(Caller.LOCAL))).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/transfers", "/suites", "/packages", "/clients", "/jobs", "/log", "/settings", "/setup"})
    void page_ofVeryMuch_isBelowItsLimit(String path) throws Exception {
        assertThat(ManyThings.octets(html(path, "range", "week"))).isBetween(3_000L, (long) MOST_OCTETS);
    }

    @Test
    void page_ofOneOfThem_isBelowItsLimit() throws Exception {
        assertThat(ManyThings.octets(html("/suite", "name", ManyThings.SUITE))).isBetween(3_000L, (long) MOST_OCTETS);
        assertThat(ManyThings.octets(html("/package", "digest", ManyThings.DIGEST.toHex())))
                .isBetween(3_000L, (long) MOST_OCTETS);
        assertThat(ManyThings.octets(html("/client", "name", "2001:db8:1234:5678::7", "range", "week")))
                .isBetween(3_000L, (long) MOST_OCTETS);
    }

    @Test
    void clients_moreThanAPage_areFoundOnTheNext() throws Exception {
        var first = html("/clients");
        var second = html("/clients", "page", "2");

        assertThat(first).contains("Page 1 of 10, 1\u00a0000 in all", "/clients?page=2");
        assertThat(second).contains("Page 2 of 10", "/clients?page=1");
        assertThat(first.lines().filter(line -> line.contains("/client?name=")).count())
                .isEqualTo(Pager.ROWS);
    }

    @Test
    void packages_moreThanAPage_goOnBehindTheLast() throws Exception {
        assertThat(html("/packages", "name", "a-rather"))
                .contains("100\u00a0000 files", "/packages?name=a-rather&amp;after=mirror-0.example.org");
    }

    @Test
    void year_hourlyTraffic_isShownByWeek() throws Exception {
        var year = html("/client", "name", "2001:db8:1234:5678::7", "range", "year");

        assertThat(year.split("class=\"at\"", -1)).hasSize(53 + 1);
        assertThat(year).contains("by week in a year");
    }
}
