package org.aptheke.console;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.aptheke.jobs.Job;
import org.aptheke.jobs.JobRunner;
import org.aptheke.suite.SuiteStatus;

/** What a job is to be asked for, before its plan is made. */
final class NewRunPage implements Sheet.Middle {
    private static final Set<String> FLAGS = Set.of("all", "copy", "pin", "only-named", "escaped", "now");

    /** What is sent along with the request that begins the run, which no page does. */
    private static final String STREAM = "stream";

    private static final String SUITE = "suite";

    private final JobRunner runner;
    private final Supplier<List<SuiteStatus>> suites;

    NewRunPage(JobRunner runner, Supplier<List<SuiteStatus>> suites) {
        this.runner = runner;
        this.suites = suites;
    }

    /** What its template shows. */
    record View(Frame frame, String kind, String purpose, List<Field> fields) {
        View {
            fields = List.copyOf(fields);
        }
    }

    /**
     * One argument.
     *
     * @param flag whether it is said or not, and nothing else
     * @param offers what can be chosen from; empty when anything can be written
     * @param value what stands in it at first
     */
    record Field(String name, boolean flag, List<String> offers, String value) {
        Field {
            offers = List.copyOf(offers);
        }
    }

    @Override
    public Optional<String> render(Frame frame) {
        var kind = frame.visit().asked("kind");
        return runner.jobs().stream()
                .filter(job -> job.kind().equals(kind))
                .findFirst()
                .map(job -> Templates.render("newrun", view(job, frame)));
    }

    private View view(Job job, Frame frame) {
        var fields = job.argumentNames().stream()
                .filter(name -> !name.equals(STREAM))
                .sorted()
                .map(name -> new Field(
                        name, FLAGS.contains(name), offers(name), frame.visit().asked(name)))
                .toList();
        return new View(
                frame.titled("Plan: " + job.kind())
                        .saying("The plan is made first; nothing is changed before you have seen it and said so."),
                job.kind(),
                job.purpose(),
                fields);
    }

    private List<String> offers(String name) {
        return name.equals(SUITE)
                ? suites.get().stream().map(SuiteStatus::suite).sorted().toList()
                : List.of();
    }
}
