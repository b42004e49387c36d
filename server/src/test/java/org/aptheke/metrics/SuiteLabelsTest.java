package org.aptheke.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aptheke.suite.Standing;
import org.aptheke.suite.SuiteStatus;
import org.junit.jupiter.api.Test;

final class SuiteLabelsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final SuiteLabels labels = new SuiteLabels(3);

    private static SuiteStatus suite(String name, int members) {
        var current = new SuiteStatus.Current(
                1, Optional.of(name), Optional.of(NOON), Optional.empty(), NOON, true, "unsigned");
        return new SuiteStatus(
                name,
                "http://" + name,
                Optional.of(current),
                0,
                NOON,
                Optional.of(NOON),
                members,
                new Standing.Current(NOON));
    }

    private List<String> named(List<SuiteStatus> suites) {
        var naming = labels.name(suites);
        return suites.stream().map(naming::label).toList();
    }

    @Test
    void name_moreThanThereIsRoomFor_theMostUsedHaveLabels() {
        assertThat(named(List.of(suite("a", 1), suite("b", 5), suite("c", 0), suite("d", 2), suite("e", 9))))
                .containsExactly("other", "b", "other", "d", "e");
    }

    @Test
    void name_strangersCome_knownOnesKeepTheirLabels() {
        var known = new ArrayList<>(List.of(suite("a", 1), suite("b", 1)));
        assertThat(named(known)).containsExactly("a", "b");
        for (int i = 0; i < 1_000; i++) {
            known.add(suite("stranger" + i, 100));
        }

        var names = named(known);

        assertThat(names).startsWith("a", "b");
        assertThat(names.stream().distinct()).hasSize(4).contains("other");
    }

    @Test
    void name_oneIsGone_itsPlaceIsFree() {
        named(List.of(suite("a", 1), suite("b", 1), suite("c", 1)));

        assertThat(named(List.of(suite("b", 1), suite("c", 1), suite("d", 0)))).containsExactly("b", "c", "d");
    }

    @Test
    void name_veryLong_isOneOfTheOthers() {
        assertThat(named(List.of(suite("x".repeat(5_000), 9), suite("a", 1)))).containsExactly("other", "a");
    }
}
