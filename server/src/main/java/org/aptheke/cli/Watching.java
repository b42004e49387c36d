package org.aptheke.cli;

import java.io.PrintWriter;

/** Looks on while a run goes on, with a progress bar where the output is a terminal, else with a line now and then. */
final class Watching {
    private static final int WAIT_SECONDS = 1;

    private final Api api;
    private final PrintWriter out;
    private final boolean terminal;

    Watching(Api api, PrintWriter out) {
        this.api = api;
        this.out = out;
        this.terminal = Terminal.isThere();
    }

    /** Returns when it has ended: 0 when it did all, else 1. */
    int watch(long number) throws Api.NoAnswerException, InterruptedException {
        var shown = "";
        while (true) {
            var run = RunText.of(api.get("jobs/" + number + "?wait=" + WAIT_SECONDS));
            if (run.hasEnded()) {
                out.print(terminal ? Terminal.CLEAR_LINE : "");
                return end(run);
            }
            var bar = run.bar();
            if (terminal) {
                out.print(Terminal.CLEAR_LINE + bar);
            } else if (!bar.equals(shown)) {
                out.println(bar);
            }
            shown = bar;
            out.flush();
        }
    }

    private int end(RunText run) {
        out.println(run.value("job") + ": " + run.value("state")
                + (run.value("message").isEmpty() ? "" : ": " + run.value("message")));
        out.print(run.report());
        return run.isDone() ? 0 : ApiCommand.FAILED;
    }
}
