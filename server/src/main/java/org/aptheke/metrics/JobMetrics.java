package org.aptheke.metrics;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.aptheke.jobs.JobRunner;
import org.aptheke.jobs.RunTally;
import org.aptheke.store.JobBook;

/** How runs of jobs ended, and what came of them. */
record JobMetrics(JobRunner runner) implements Part {
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final List<JobBook.Outcome> OUTCOMES =
            List.of(JobBook.Outcome.DONE, JobBook.Outcome.SKIPPED, JobBook.Outcome.FAILED);

    @Override
    public void write(Page page) throws IOException {
        var results = runner.results();
        page.counters(
                "aptheke_job_runs", "Runs of jobs that ended, by the kind of the job and how they did.", runs(results));
        page.counters(
                "aptheke_job_things",
                "What jobs have done to contents and files, counted when a run ends; evictions are those of kind evict.",
                amounts(results, RunTally.Amount::things));
        page.counters(
                "aptheke_job_bytes",
                "The bytes of these contents and files.",
                amounts(results, RunTally.Amount::bytes));
        page.gauges(
                "aptheke_job_last_success_timestamp_seconds",
                "When a run of the job last was done, also before this start.",
                lastDone(results));
        var active = runner.active();
        page.gauges(
                "aptheke_jobs_active",
                "Runs that wait or are being done.",
                results.keySet().stream()
                        .map(job -> Page.Row.of(active.getOrDefault(job, 0L), "kind", job))
                        .toList());
    }

    private static List<Page.Row> runs(Map<String, RunTally.Result> results) {
        var rows = new ArrayList<Page.Row>();
        results.forEach((job, result) -> {
            for (var end : RunTally.End.values()) {
                rows.add(Page.Row.of(result.runs().getOrDefault(end, 0L), "kind", job, "outcome", word(end)));
            }
        });
        return rows;
    }

    private static List<Page.Row> amounts(
            Map<String, RunTally.Result> results, ToLongFunction<RunTally.Amount> figure) {
        var rows = new ArrayList<Page.Row>();
        results.forEach((job, result) -> {
            for (var outcome : OUTCOMES) {
                var amount = result.amounts().getOrDefault(outcome, RunTally.Amount.NONE);
                rows.add(Page.Row.of(figure.applyAsLong(amount), "kind", job, "outcome", word(outcome)));
            }
        });
        return rows;
    }

    private static List<Page.Row> lastDone(Map<String, RunTally.Result> results) {
        var rows = new ArrayList<Page.Row>();
        results.forEach((job, result) -> result.lastDone()
                .map(Instant::toEpochMilli)
                .ifPresent(at -> rows.add(Page.Row.of(at / MILLIS_PER_SECOND, "kind", job))));
        return rows;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
