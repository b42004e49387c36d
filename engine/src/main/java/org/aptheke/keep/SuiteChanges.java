package org.aptheke.keep;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.aptheke.store.ContentCensus.NamedContent;
import org.aptheke.suite.SuiteId;
import org.aptheke.suite.SuiteNames;

/**
 * Whether suites have got other generations since a plan was made: then nobody knows any more whether what lies below
 * their roots is named. Safe for use by many threads.
 */
final class SuiteChanges {
    private final Supplier<List<SuiteNames>> suites;
    private final Map<SuiteId, List<Long>> before;

    SuiteChanges(Supplier<List<SuiteNames>> suites) {
        this.suites = suites;
        this.before = generations();
    }

    private Map<SuiteId, List<Long>> generations() {
        var generations = new HashMap<SuiteId, List<Long>>();
        suites.get().forEach(suite -> generations.put(suite.id(), suite.generations()));
        return generations;
    }

    /** Why a content that was found not to be named is to stay. */
    Optional<String> objection(List<NamedContent> rows) {
        var changed = suites.get().stream()
                .filter(suite -> !suite.generations().equals(before.getOrDefault(suite.id(), List.of())))
                .map(SuiteNames::archiveRoot)
                .toList();
        boolean concerned = !changed.isEmpty()
                && (rows.isEmpty()
                        || rows.stream()
                                .anyMatch(row -> changed.stream()
                                        .anyMatch(root ->
                                                row.response().key().text().startsWith(root + "/"))));
        return concerned ? Optional.of("a new release came meanwhile") : Optional.empty();
    }
}
