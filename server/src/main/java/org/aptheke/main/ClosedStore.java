package org.aptheke.main;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.aptheke.cli.OldCache;
import org.aptheke.cli.TakenOver;
import org.aptheke.config.Settings;
import org.aptheke.intake.IntakeJob;
import org.aptheke.jobs.Arguments;
import org.aptheke.jobs.JobRunner;
import org.aptheke.jobs.RunState;
import org.aptheke.jobs.RunView;
import org.aptheke.log.EventLog;
import org.aptheke.log.ProgramLog;
import org.aptheke.origin.OriginUnreachableException;
import org.aptheke.store.JobBook;
import org.aptheke.store.sql.SqlJobBook;
import org.aptheke.store.sql.SqlPinBook;

/** The store with its suites and jobs, for work that is done while nobody is served: no origin is asked. */
final class ClosedStore implements AutoCloseable {
    private static final Duration TELL_EVERY = Duration.ofSeconds(2);

    private final OpenParts opened;
    private final JobRunner runner;

    private ClosedStore(OpenParts opened, JobRunner runner) {
        this.opened = opened;
        this.runner = runner;
    }

    static ClosedStore open(Settings settings, InstantSource clock) throws IOException {
        ProgramLog.configure(Mapped.logForm(settings.log()), Mapped.level(settings.log()));
        var opened = new OpenParts();
        boolean whole = false;
        try {
            var store = new ClosedStore(opened, opened.add(runner(settings, clock, opened)));
            whole = true;
            return store;
        } finally {
            if (!whole) {
                opened.close();
            }
        }
    }

    private static JobRunner runner(Settings settings, InstantSource clock, OpenParts opened) throws IOException {
        var works = Works.open(
                settings,
                new LiveRules(settings, clock),
                request -> {
                    throw new OriginUnreachableException(
                            request.target() + ": no origin is asked now", new IOException("not serving"));
                },
                clock,
                new EventLog(),
                opened);
        var file = settings.data().resolve("catalog.db");
        var intake = works.intake(opened.add(SqlPinBook.in(file)), settings);
        return new JobRunner(List.of(intake), opened.add(SqlJobBook.in(file)), () -> 0, clock, works.events());
    }

    /** Takes in what a cache has. */
    TakenOver takeOver(OldCache cache, Consumer<String> progress) throws IOException, InterruptedException {
        var arguments = new TreeMap<String, String>();
        arguments.put(IntakeJob.FROM, cache.directory().toString());
        arguments.put(IntakeJob.LAYOUT, IntakeJob.ACNG);
        arguments.put(IntakeJob.ESCAPED, String.valueOf(cache.escapedNames()));
        arguments.put(IntakeJob.COPY, String.valueOf(cache.copy()));
        arguments.put(
                IntakeJob.REMAPS,
                cache.remaps().entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .sorted()
                        .collect(Collectors.joining(",")));
        var begun = runner.begin(IntakeJob.KIND, new Arguments(arguments), false, "aptheke migrate");
        var view = begun;
        while (!view.state().hasEnded()) {
            view = runner.awaitEnd(begun.run().number(), TELL_EVERY).orElseThrow();
            if (!view.state().hasEnded()) {
                progress.accept(progress(view));
            }
        }
        return new TakenOver(lines(view), view.state() == RunState.DONE);
    }

    private static String progress(RunView view) {
        var now = view.progress();
        return now.totalCount() == 0
                ? now.doing()
                : now.count() + " of " + now.totalCount() + " files, " + (now.bytes() >> 20) + " of "
                        + (now.totalBytes() >> 20) + " MiB";
    }

    private static List<String> lines(RunView view) {
        var lines = new ArrayList<>(view.report().notes());
        for (var count : view.report().counts()) {
            if (count.outcome() != JobBook.Outcome.PLANNED) {
                lines.add(count.reason() + ": " + count.count() + " files, " + count.bytes() + " bytes");
            }
        }
        if (!view.run().message().isEmpty()) {
            lines.add(view.state().word() + ": " + view.run().message());
        }
        return lines;
    }

    @Override
    public void close() {
        opened.close();
    }
}
