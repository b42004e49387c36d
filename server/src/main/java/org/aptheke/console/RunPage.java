package org.aptheke.console;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.aptheke.jobs.JobRunner;
import org.aptheke.jobs.RunView;
import org.aptheke.store.JobBook;

/** One run: how far it is, what came of it, and its notes. */
final class RunPage implements Sheet.Middle {
    private static final int REFRESH_SECONDS = 1;
    private static final int NOTES = 400;

    private final JobRunner runner;

    RunPage(JobRunner runner) {
        this.runner = runner;
    }

    /**
     * What its template shows.
     *
     * @param counts of a plan where nothing was done yet: what is planned
     * @param moreNotes how many notes are not shown
     * @param canDo whether it is a plan that can be done now
     */
    record View(
            Frame frame,
            RunRow run,
            String kind,
            Map<String, String> arguments,
            Optional<Moment> startedAt,
            Optional<Moment> endedAt,
            String doing,
            boolean hasEnded,
            boolean canDo,
            List<CountRow> counts,
            List<String> notes,
            int moreNotes) {
        View {
            arguments = new TreeMap<>(arguments);
            counts = List.copyOf(counts);
            notes = List.copyOf(notes);
        }
    }

    /** For one reason: how much was planned, and what came of that. */
    record CountRow(String reason, Tally planned, Tally done, Tally skipped, Tally failed) {}

    /** So many pieces with so many bytes. */
    record Tally(long count, long bytes) {
        static final Tally NONE = new Tally(0, 0);

        Tally plus(JobBook.Count more) {
            return new Tally(count + more.count(), bytes + more.bytes());
        }

        boolean isNone() {
            return count == 0;
        }
    }

    @Override
    public Optional<String> render(Frame frame) throws IOException {
        var number = frame.visit().asked("number");
        var found = number.matches("[0-9]{1,18}") ? runner.find(Long.parseLong(number)) : Optional.<RunView>empty();
        return found.map(run -> Templates.render("run", view(run, frame)));
    }

    private static View view(RunView view, Frame frame) {
        var run = view.run();
        boolean ended = view.state().hasEnded();
        var notes = view.report().notes();
        String title = (run.planOnly() ? "Plan " : "Run ") + run.number() + ": " + run.kind();
        var titled = frame.titled(title).saying("");
        return new View(
                ended ? titled : titled.live(REFRESH_SECONDS),
                RunRow.of(view, frame),
                run.kind(),
                run.arguments(),
                frame.moment(run.startedAt()),
                frame.moment(run.endedAt()),
                view.progress().doing(),
                ended,
                run.planOnly()
                        && run.message().isEmpty()
                        && ended
                        && !view.report().counts().isEmpty(),
                rows(view.report().counts()),
                notes.subList(0, Math.min(NOTES, notes.size())),
                Math.max(0, notes.size() - NOTES));
    }

    private static List<CountRow> rows(List<JobBook.Count> counts) {
        return counts.stream()
                .map(JobBook.Count::reason)
                .distinct()
                .map(reason -> new CountRow(
                        reason,
                        tally(counts, reason, JobBook.Outcome.PLANNED),
                        tally(counts, reason, JobBook.Outcome.DONE),
                        tally(counts, reason, JobBook.Outcome.SKIPPED),
                        tally(counts, reason, JobBook.Outcome.FAILED)))
                .toList();
    }

    private static Tally tally(List<JobBook.Count> counts, String reason, JobBook.Outcome outcome) {
        var sum = Tally.NONE;
        for (var count : counts) {
            if (count.reason().equals(reason) && count.outcome() == outcome) {
                sum = sum.plus(count);
            }
        }
        return sum;
    }
}
