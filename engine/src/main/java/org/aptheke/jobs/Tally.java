package org.aptheke.jobs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aptheke.store.JobBook;
import org.aptheke.store.JobBook.Outcome;

/** Adds up what comes to what, and why. Used by one thread. */
public final class Tally {
    private final Map<Line, long[]> sums = new LinkedHashMap<>();

    private record Line(Outcome outcome, String reason) {}

    public void add(Outcome outcome, String reason, long count, long bytes) {
        var sum = sums.computeIfAbsent(new Line(outcome, reason), line -> new long[2]);
        sum[0] += count;
        sum[1] += bytes;
    }

    public void planned(String reason, long bytes) {
        add(Outcome.PLANNED, reason, 1, bytes);
    }

    /** In the order in which the outcomes stand, and the reasons first came. */
    public List<JobBook.Count> counts() {
        var counts = new ArrayList<JobBook.Count>();
        for (var outcome : Outcome.values()) {
            sums.forEach((line, sum) -> {
                if (line.outcome() == outcome) {
                    counts.add(new JobBook.Count(outcome, line.reason(), sum[0], sum[1]));
                }
            });
        }
        return List.copyOf(counts);
    }
}
