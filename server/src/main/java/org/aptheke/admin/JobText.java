package org.aptheke.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.aptheke.jobs.Arguments;
import org.aptheke.jobs.Job;
import org.aptheke.jobs.RunView;

/**
 * Runs of jobs for people. That of one run begins with lines of a name, a colon and a value, which programs can read too;
 * an empty line ends them.
 */
final class JobText {
    private static final String NONE = "No job has run yet.\n";

    private JobText() {}

    static String table(List<RunView> runs) {
        if (runs.isEmpty()) {
            return NONE;
        }
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("NUMBER", "JOB", "STATE", "ASKED", "ENDED", "CAUSE"));
        for (var view : runs) {
            var run = view.run();
            rows.add(List.of(
                    String.valueOf(run.number()),
                    (run.kind() + " " + new Arguments(run.arguments())).strip() + (run.planOnly() ? " (plan)" : ""),
                    view.state().word(),
                    Times.of(run.askedAt()),
                    Times.of(run.endedAt()),
                    run.cause()));
        }
        return new Columns(rows).text();
    }

    static String kinds(List<Job> jobs) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("JOB", "WHAT IT DOES"));
        jobs.forEach(job -> rows.add(List.of(job.kind(), job.purpose())));
        return new Columns(rows).text();
    }

    static String of(RunView view) {
        var run = view.run();
        var progress = view.progress();
        var text = new StringBuilder();
        line(text, "number", run.number());
        line(text, "job", (run.kind() + " " + new Arguments(run.arguments())).strip());
        line(text, "state", view.state().word());
        line(text, "plan only", run.planOnly());
        line(text, "cause", run.cause());
        line(text, "asked", Times.of(run.askedAt()));
        line(text, "started", Times.of(run.startedAt()));
        line(text, "ended", Times.of(run.endedAt()));
        line(text, "doing", progress.doing());
        line(text, "count", progress.count() + " of " + progress.totalCount());
        line(text, "bytes", progress.bytes() + " of " + progress.totalBytes());
        line(text, "message", run.message());
        text.append('\n');
        appendReport(text, view);
        return text.toString();
    }

    private static void line(StringBuilder text, String name, Object value) {
        text.append(name)
                .append(": ")
                .append(String.valueOf(value).replaceAll("\\R", " "))
                .append('\n');
    }

    private static void appendReport(StringBuilder text, RunView view) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("WHAT", "FILES", "SIZE", "WHY"));
        for (var count : view.report().counts()) {
            rows.add(List.of(
                    count.outcome().name().toLowerCase(Locale.ROOT),
                    String.valueOf(count.count()),
                    Sizes.of(count.bytes()),
                    count.reason()));
        }
        text.append(rows.size() == 1 ? "Nothing to do.\n" : new Columns(rows).text());
        view.report().notes().forEach(note -> text.append("  ").append(note).append('\n'));
    }
}
