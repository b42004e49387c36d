package org.aptheke.admin;

import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.aptheke.access.Role;
import org.aptheke.jobs.Arguments;
import org.aptheke.jobs.JobRefusedException;
import org.aptheke.jobs.JobRunner;
import org.aptheke.jobs.RunView;

/** The part of the API that is about jobs. */
final class JobRoutes implements EndpointGroup {
    private static final int LATEST = 20;
    private static final long LONGEST_WAIT_SECONDS = 30;

    private final JobRunner runner;

    JobRoutes(JobRunner runner) {
        this.runner = runner;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/jobs", Role.VIEW, "The latest runs of jobs", this::latest)
                        .asking("limit", "so many on a page, 100 at most")
                        .asking("cursor", "what the page before said is its next"),
                Endpoint.get("/api/v1/jobs/kinds", Role.VIEW, "What can be begun", this::kinds),
                Endpoint.get("/api/v1/jobs/{number}", Role.VIEW, "One run, at its end if asked to wait", this::one)
                        .asking("wait", "so many seconds at most for its end"),
                Endpoint.post("/api/v1/jobs", Role.OPERATE, "Begins a job, or only plans it", this::begin),
                Endpoint.post(
                        "/api/v1/jobs/{number}/cancel",
                        Role.OPERATE,
                        "Has a run end behind its present step",
                        this::cancel));
    }

    private void latest(Context context) throws IOException {
        var params = new Params(context);
        int limit = params.limit(LATEST);
        int offset = params.offset();
        var latest = runner.latest(offset + limit + 1);
        var runs = latest.subList(Math.min(offset, latest.size()), Math.min(offset + limit, latest.size()));
        Optional<String> next = latest.size() > offset + limit
                ? Optional.of(Params.cursor(String.valueOf(offset + limit)))
                : Optional.empty();
        Answers.send(context, () -> JobText.table(runs), () -> JobJson.of(runs, next));
    }

    private void kinds(Context context) {
        var jobs = runner.jobs();
        Answers.send(context, () -> JobText.kinds(jobs), () -> JobJson.kinds(jobs));
    }

    /** With {@code wait}, not before the run has ended or so many seconds are over. */
    private void one(Context context) throws IOException, InterruptedException {
        var number = number(context);
        if (number.isEmpty()) {
            return;
        }
        var wait = Duration.ofSeconds(Math.clamp(seconds(context), 0, LONGEST_WAIT_SECONDS));
        var run = runner.awaitEnd(number.get(), wait);
        if (run.isPresent()) {
            send(context, run.get());
        } else {
            unknown(context, number.get());
        }
    }

    private static long seconds(Context context) {
        var wait = context.queryParam("wait");
        return wait != null && wait.matches("[0-9]{1,4}") ? Long.parseLong(wait) : 0;
    }

    private static Optional<Long> number(Context context) {
        var text = context.pathParam("number");
        if (!text.matches("[0-9]{1,18}")) {
            Problem.answer(context, 404, "No such run", "Runs have numbers, " + text + " is none.");
            return Optional.empty();
        }
        return Optional.of(Long.parseLong(text));
    }

    private static void unknown(Context context, long number) {
        Problem.answer(context, 404, "No such run", "There is no run " + number + ", or no longer.");
    }

    private static void send(Context context, RunView run) {
        Answers.send(context, () -> JobText.of(run), () -> JobJson.of(run));
    }

    /** The content is {@code {"kind": "expire", "planOnly": true, "arguments": {"suite": "..."}}}. */
    private void begin(Context context) throws IOException {
        try {
            var asked = Asked.of(context);
            var begun = runner.begin(
                    asked.text("kind"),
                    new Arguments(asked.texts("arguments")),
                    asked.yesOrNo("planOnly").orElse(false),
                    "by hand");
            context.status(202).header("Location", "/api/v1/jobs/" + begun.run().number());
            send(context, begun);
        } catch (JobRefusedException e) {
            Problem.answer(context, 400, "Not to be done", String.valueOf(e.getMessage()));
        }
    }

    private void cancel(Context context) throws IOException {
        var number = number(context);
        if (number.isEmpty()) {
            return;
        }
        boolean told = runner.cancel(number.get());
        var run = runner.find(number.get());
        if (run.isEmpty()) {
            unknown(context, number.get());
        } else if (told) {
            send(context, run.get());
        } else {
            Problem.answer(context, 409, "It has ended", "The run " + number.get() + " has ended already.");
        }
    }
}
