package org.aptheke.metrics;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.aptheke.suite.SuiteStatus;

/**
 * Which suites have a label of their own: so many at a time, however many clients make known. One that has a label keeps
 * it as long as the suite is known; the others are one. Safe for use by many threads.
 */
final class SuiteLabels {
    static final String OTHER = "other";
    private static final int LONGEST = 200;

    private final int most;

    private final AtomicReference<Set<String>> named = new AtomicReference<>(Set.of());

    SuiteLabels(int most) {
        this.most = most;
    }

    /** The label of a suite. */
    interface Naming {
        String label(SuiteStatus suite);
    }

    /** Names these, which are all that there are; those with the most indexes in use are first to get a label. */
    Naming name(List<SuiteStatus> suites) {
        var now = named.updateAndGet(before -> next(before, suites));
        return suite -> now.contains(suite.suite()) ? suite.suite() : OTHER;
    }

    private Set<String> next(Set<String> before, List<SuiteStatus> suites) {
        var next = suites.stream()
                .map(SuiteStatus::suite)
                .filter(before::contains)
                .collect(Collectors.toCollection(HashSet::new));
        suites.stream()
                .filter(suite -> suite.current().isPresent())
                .filter(suite -> suite.suite().length() <= LONGEST)
                .filter(suite -> !before.contains(suite.suite()))
                .sorted(Comparator.comparingInt(SuiteStatus::members).reversed().thenComparing(SuiteStatus::suite))
                .limit(Math.max(0, most - next.size()))
                .forEach(suite -> next.add(suite.suite()));
        return next;
    }
}
