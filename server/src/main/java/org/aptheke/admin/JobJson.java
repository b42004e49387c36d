package org.aptheke.admin;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.aptheke.jobs.Job;
import org.aptheke.jobs.RunView;
import org.aptheke.store.JobBook;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Runs of jobs as JSON. */
final class JobJson {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int NOTES_IN_A_LIST = 5;

    private JobJson() {}

    /** Of each its first notes alone. */
    static String of(List<RunView> runs, Optional<String> next) {
        var root = JSON.createObjectNode();
        next.ifPresent(cursor -> root.put("next", cursor));
        var array = root.putArray("runs");
        runs.forEach(run -> array.add(node(run, NOTES_IN_A_LIST)));
        return root.toPrettyString() + "\n";
    }

    static String of(RunView run) {
        return node(run).toPrettyString() + "\n";
    }

    static String kinds(List<Job> jobs) {
        var root = JSON.createObjectNode();
        var array = root.putArray("kinds");
        for (var job : jobs) {
            var node = array.addObject().put("kind", job.kind()).put("purpose", job.purpose());
            var arguments = node.putArray("arguments");
            job.argumentNames().stream().sorted().forEach(arguments::add);
        }
        return root.toPrettyString() + "\n";
    }

    static ObjectNode node(RunView view) {
        return node(view, Integer.MAX_VALUE);
    }

    private static ObjectNode node(RunView view, int mostNotes) {
        var run = view.run();
        var node = JSON.createObjectNode()
                .put("number", run.number())
                .put("kind", run.kind())
                .put("state", view.state().word())
                .put("planOnly", run.planOnly())
                .put("cause", run.cause())
                .put("askedAt", run.askedAt().toString());
        run.startedAt().ifPresent(at -> node.put("startedAt", at.toString()));
        run.endedAt().ifPresent(at -> node.put("endedAt", at.toString()));
        if (!run.message().isEmpty()) {
            node.put("message", run.message());
        }
        var arguments = node.putObject("arguments");
        new TreeMap<>(run.arguments()).forEach(arguments::put);
        var progress = view.progress();
        node.putObject("progress")
                .put("doing", progress.doing())
                .put("count", progress.count())
                .put("totalCount", progress.totalCount())
                .put("bytes", progress.bytes())
                .put("totalBytes", progress.totalBytes());
        var counts = node.putArray("counts");
        view.report().counts().forEach(count -> counts.add(node(count)));
        var notes = node.putArray("notes");
        view.report().notes().stream().limit(mostNotes).forEach(notes::add);
        return node;
    }

    private static ObjectNode node(JobBook.Count count) {
        return JSON.createObjectNode()
                .put("outcome", count.outcome().name().toLowerCase(Locale.ROOT))
                .put("reason", count.reason())
                .put("count", count.count())
                .put("bytes", count.bytes());
    }
}
