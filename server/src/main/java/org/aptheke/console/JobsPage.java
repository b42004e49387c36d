package org.aptheke.console;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.aptheke.jobs.Job;
import org.aptheke.jobs.JobRunner;
import org.aptheke.jobs.ScheduleRules;

/** Kinds of jobs with when they are due, and the runs that there were. */
final class JobsPage implements Sheet.Middle {
    static final String LEAD =
            "Work on the store, done beside the traffic. A plan shows what a job is going to do, and changes nothing.";
    private static final int LATEST = 50;
    private static final int REFRESH_SECONDS = 2;

    private final JobRunner runner;
    private final Supplier<ScheduleRules> schedule;

    JobsPage(JobRunner runner, Supplier<ScheduleRules> schedule) {
        this.runner = runner;
        this.schedule = schedule;
    }

    /**
     * What its template shows.
     *
     * @param times what is to be known of the times at which jobs begin by themselves
     */
    record View(Frame frame, List<Kind> kinds, List<RunRow> active, List<RunRow> ended, String times) {
        View {
            kinds = List.copyOf(kinds);
            active = List.copyOf(active);
            ended = List.copyOf(ended);
        }
    }

    /**
     * One kind of job.
     *
     * @param due when it begins by itself next
     */
    record Kind(String word, String purpose, Optional<Moment> due) {}

    @Override
    public Optional<String> render(Frame frame) throws IOException {
        var rules = schedule.get();
        var active = new ArrayList<RunRow>();
        var ended = new ArrayList<RunRow>();
        for (var view : runner.latest(LATEST)) {
            (view.state().hasEnded() ? ended : active).add(RunRow.of(view, frame));
        }
        var kinds =
                runner.jobs().stream().map(job -> kind(job, rules, frame.now())).toList();
        return Optional.of(
                Templates.render("jobs", new View(frame.live(REFRESH_SECONDS), kinds, active, ended, times(rules))));
    }

    private static Kind kind(Job job, ScheduleRules rules, Instant now) {
        var due = rules.jobs().stream()
                .filter(scheduled -> scheduled.kind().equals(job.kind()))
                .flatMap(scheduled -> scheduled.times().after(now).stream())
                .min(Instant::compareTo);
        return new Kind(job.kind(), job.purpose(), Moment.of(due, now));
    }

    private static String times(ScheduleRules rules) {
        var words = new ArrayList<String>();
        if (!rules.jitter().isZero()) {
            words.add("up to " + Figures.duration(rules.jitter()) + " later");
        }
        if (!rules.quietFrom().equals(rules.quietTo())) {
            words.add("never between " + rules.quietFrom() + " and " + rules.quietTo());
        }
        return String.join(", ", words);
    }
}
