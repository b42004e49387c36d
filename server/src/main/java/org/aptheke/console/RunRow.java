package org.aptheke.console;

import java.util.Optional;
import org.aptheke.jobs.Arguments;
import org.aptheke.jobs.RunView;

/**
 * A run in a table.
 *
 * @param what the kind with its arguments
 * @param took how long it took, or takes so far; empty when it has not begun
 */
record RunRow(
        long number,
        String what,
        boolean planOnly,
        Badge state,
        String cause,
        Optional<Moment> askedAt,
        String took,
        String message,
        Bar bar) {
    static RunRow of(RunView view, Frame frame) {
        var run = view.run();
        return new RunRow(
                run.number(),
                (run.kind() + " " + new Arguments(run.arguments())).strip(),
                run.planOnly(),
                Badge.of(view.state()),
                run.cause(),
                Optional.of(frame.moment(run.askedAt())),
                took(view, frame),
                run.message(),
                Bar.of(view.progress()));
    }

    private static String took(RunView view, Frame frame) {
        var run = view.run();
        return run.startedAt()
                .map(start -> Figures.duration(
                        java.time.Duration.between(start, run.endedAt().orElse(frame.now()))))
                .orElse("");
    }
}
