package org.aptheke.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A book of jobs in memory, which outlives its closing. */
public final class MemoryJobBook implements JobBook {
    private final TreeMap<Long, Run> runs = new TreeMap<>();
    private final Map<Long, Report> reports = new HashMap<>();
    private final Map<String, String> marks = new HashMap<>();
    private long last;

    @Override
    public synchronized Run add(Run run) {
        last++;
        var numbered = run.numbered(last);
        runs.put(last, numbered);
        return numbered;
    }

    @Override
    public synchronized void change(Run run, Report report) {
        if (runs.replace(run.number(), run) != null) {
            reports.put(run.number(), report);
        }
    }

    @Override
    public synchronized Optional<Run> find(long number) {
        return Optional.ofNullable(runs.get(number));
    }

    @Override
    public synchronized List<Run> latest(int limit) {
        return runs.descendingMap().values().stream().limit(limit).toList();
    }

    @Override
    public synchronized List<Run> unended() {
        return runs.values().stream().filter(run -> run.endedAt().isEmpty()).toList();
    }

    @Override
    public synchronized Report report(long number) {
        return reports.getOrDefault(number, Report.EMPTY);
    }

    @Override
    public synchronized void prune(String kind, int keep) {
        var ended = new ArrayList<>(runs.values().stream()
                .filter(run -> run.kind().equals(kind) && run.endedAt().isPresent())
                .sorted(Comparator.comparingLong(Run::number).reversed())
                .skip(keep)
                .map(Run::number)
                .toList());
        ended.forEach(runs::remove);
        ended.forEach(reports::remove);
    }

    @Override
    public synchronized Optional<String> mark(String name) {
        return Optional.ofNullable(marks.get(name));
    }

    @Override
    public synchronized void mark(String name, String value) {
        marks.put(name, value);
    }

    @Override
    public void close() {}
}
