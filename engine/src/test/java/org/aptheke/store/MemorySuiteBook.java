package org.aptheke.store;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A book of suites in memory, which outlives its closing. */
public final class MemorySuiteBook implements SuiteBook {
    private final Map<String, SuiteRow> suites = new TreeMap<>();
    private final Map<String, List<GenerationRow>> generations = new HashMap<>();
    private final Map<String, Map<String, Instant>> uses = new HashMap<>();

    @Override
    public synchronized List<SuiteRow> suites() {
        return List.copyOf(suites.values());
    }

    @Override
    public synchronized List<GenerationRow> generations(String directory) {
        return generations.getOrDefault(directory, List.of());
    }

    @Override
    public synchronized void adopt(SuiteRow suite, List<GenerationRow> retained) {
        suites.put(suite.directory(), suite);
        generations.put(
                suite.directory(),
                retained.stream()
                        .sorted(Comparator.comparingLong(GenerationRow::number).reversed())
                        .toList());
    }

    @Override
    public synchronized void note(SuiteRow suite) {
        suites.computeIfPresent(
                suite.directory(),
                (directory, before) ->
                        new SuiteRow(directory, suite.url(), suite.askedAt(), suite.checkedAt(), before.current()));
    }

    @Override
    public synchronized Map<String, Instant> memberUses(String directory) {
        return Map.copyOf(uses.getOrDefault(directory, Map.of()));
    }

    @Override
    public synchronized void noteMemberUses(String directory, Map<String, Instant> more) {
        var known = uses.computeIfAbsent(directory, d -> new HashMap<>());
        more.forEach((path, at) -> known.merge(path, at, (a, b) -> a.isAfter(b) ? a : b));
    }

    @Override
    public synchronized void remove(String directory) {
        suites.remove(directory);
        generations.remove(directory);
        uses.remove(directory);
    }

    @Override
    public void close() {}
}
