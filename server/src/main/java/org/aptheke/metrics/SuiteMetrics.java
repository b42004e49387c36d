package org.aptheke.metrics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import org.aptheke.suite.Standing;
import org.aptheke.suite.SuiteCounters;
import org.aptheke.suite.SuiteStatus;

/** How suites stand, and how old what clients get is. */
final class SuiteMetrics implements Part {
    private static final int MOST_LABELS = 50;
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final List<String> STANDINGS =
            List.of("unchecked", "current", "adopting", "behind", "refused", "away", "missing");

    private final Supplier<List<SuiteStatus>> suites;
    private final SuiteCounters counters;
    private final SuiteLabels labels = new SuiteLabels(MOST_LABELS);

    SuiteMetrics(Supplier<List<SuiteStatus>> suites, SuiteCounters counters) {
        this.suites = suites;
        this.counters = counters;
    }

    @Override
    public void write(Page page) {
        var all = suites.get();
        page.counter("aptheke_suite_checks", "Checks of suites with their origins.", counters.checks());
        page.counter("aptheke_suite_adoptions", "New generations of suites that became current.", counters.adoptions());
        page.gauges("aptheke_suites", "Suites, by how they stand towards their origins.", standings(all));
        var series = new Series(all, labels.name(all));
        page.gauges(
                "aptheke_suite_trouble",
                "1 where the current generation cannot be kept up: it is behind, refused, away or missing.",
                series.of(suite -> Optional.of(isInTrouble(suite) ? 1.0 : 0.0), Math::max));
        page.gauges(
                "aptheke_suite_release_timestamp_seconds",
                "When the release that clients get was made, as it says.",
                series.of(
                        suite -> suite.current()
                                .flatMap(SuiteStatus.Current::date)
                                .map(SuiteMetrics::seconds),
                        Math::min));
        page.gauges(
                "aptheke_suite_adopted_timestamp_seconds",
                "When clients began to get it.",
                series.of(
                        suite -> suite.current()
                                .map(SuiteStatus.Current::adoptedAt)
                                .map(SuiteMetrics::seconds),
                        Math::min));
        page.gauges(
                "aptheke_suite_valid_until_timestamp_seconds",
                "Until when it is valid, where it says so.",
                series.of(
                        suite -> suite.current()
                                .flatMap(SuiteStatus.Current::validUntil)
                                .map(SuiteMetrics::seconds),
                        Math::min));
        page.gauges(
                "aptheke_suite_checked_timestamp_seconds",
                "When the origin last answered a check.",
                series.of(suite -> suite.checkedAt().map(SuiteMetrics::seconds), Math::min));
    }

    private static List<Page.Row> standings(List<SuiteStatus> all) {
        var counts = new LinkedHashMap<String, Integer>();
        STANDINGS.forEach(standing -> counts.put(standing, 0));
        all.forEach(suite -> counts.merge(word(suite.standing()), 1, Integer::sum));
        return counts.entrySet().stream()
                .map(count -> Page.Row.of(count.getValue(), "standing", count.getKey()))
                .toList();
    }

    private static String word(Standing standing) {
        return switch (standing) {
            case Standing.Unchecked() -> "unchecked";
            case Standing.Current _ -> "current";
            case Standing.Adopting _ -> "adopting";
            case Standing.Behind _ -> "behind";
            case Standing.Refused _ -> "refused";
            case Standing.Away _ -> "away";
            case Standing.Missing _ -> "missing";
        };
    }

    private static boolean isInTrouble(SuiteStatus suite) {
        return switch (suite.standing()) {
            case Standing.Unchecked(), Standing.Current _, Standing.Adopting _ -> false;
            case Standing.Behind _, Standing.Refused _, Standing.Away _, Standing.Missing _ ->
                suite.current().isPresent();
        };
    }

    private static double seconds(Instant instant) {
        return instant.toEpochMilli() / MILLIS_PER_SECOND;
    }

    /** One value for each suite with a label, and one for all others, the worst of theirs. */
    private record Series(List<SuiteStatus> suites, SuiteLabels.Naming naming) {
        List<Page.Row> of(Function<SuiteStatus, Optional<Double>> value, BinaryOperator<Double> worse) {
            Map<String, Double> values = new TreeMap<>();
            for (var suite : suites) {
                value.apply(suite).ifPresent(known -> values.merge(naming.label(suite), known, worse));
            }
            var rows = new ArrayList<Page.Row>();
            values.forEach((suite, known) -> rows.add(Page.Row.of(known, "suite", suite)));
            return rows;
        }
    }
}
