package org.aptheke.cli;

import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "logs",
        description =
                "Shows the last lines of the access log and of the program's own log, as far as they are in memory.",
        footer = {"", "Exit status: 0 when the program answered, 1 when it did not."})
final class LogsCommand extends ApiCommand {
    private static final long LOOK_EVERY_MILLIS = 500;
    private static final int MOST = 100;

    /** How bad a line is. */
    enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on with what comes until it is interrupted.")
    private boolean follow;

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            description = "Only lines that are as bad: error, warn, info, debug.")
    private Optional<Level> level = Optional.empty();

    @Option(names = "--grep", paramLabel = "PART", description = "Only lines with this in them, in whatever case.")
    private String part = "";

    @Option(
            names = "--source",
            paramLabel = "NAME",
            description = "Only lines from there: access, or a part of the program such as origin.")
    private String source = "";

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "So many lines, 100 at most.")
    private int lines = MOST;

    @Option(names = "--json", description = "Prints JSON; not together with --follow.")
    private boolean json;

    LogsCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    int ask(Api api) throws Api.NoAnswerException, InterruptedException {
        if (json) {
            print(api.get(query(0, lines).toString(), true));
            return 0;
        }
        long last = show(api.get(query(0, lines).toString()), 0);
        while (follow && isRead()) {
            var next = api.get(query(last, MOST).with("order", "next").toString());
            last = show(next, last);
            if (next.lines().count() < MOST) {
                Thread.sleep(LOOK_EVERY_MILLIS);
            }
        }
        return 0;
    }

    private Query query(long after, int limit) {
        return new Query("log")
                .with("level", level.map(word -> word.name().toLowerCase(Locale.ROOT)))
                .with("q", part)
                .with("source", source)
                .with("limit", String.valueOf(limit))
                .with("after", after == 0 ? "" : String.valueOf(after))
                .with("numbered", json ? "" : "true");
    }

    /** Prints lines without their numbers, and returns the last of those. */
    private long show(String numbered, long before) {
        long last = before;
        for (var line : numbered.lines().toList()) {
            int blank = line.indexOf(' ');
            last = Long.parseLong(line.substring(0, blank));
            print(line.substring(blank + 1) + "\n");
        }
        surroundings().out().flush();
        return last;
    }
}
