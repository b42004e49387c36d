package org.aptheke.console;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.aptheke.admin.LogLines;
import org.aptheke.admin.LogLines.Level;

/** What the program and the access log say. */
final class LogPage implements Sheet.Middle {
    static final String LEAD =
            "The last lines since the program was started; answers that failed are remembered longest.";
    private static final int REFRESH_SECONDS = 2;
    private static final int LINES = 200;
    private static final String ERRORS_FIRST = "errors";

    private final LogLines log;

    LogPage(LogLines log) {
        this.log = log;
    }

    /**
     * What its template shows.
     *
     * @param level the least that is shown
     */
    record View(Frame frame, List<LogRow> rows, Level level, String source, String part, boolean errorsFirst) {
        View {
            rows = List.copyOf(rows);
        }

        List<Level> levels() {
            return List.of(Level.values());
        }

        static String word(Level level) {
            return level.name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Optional<String> render(Frame frame) {
        var visit = frame.visit();
        var level = Arrays.stream(Level.values())
                .filter(each -> View.word(each).equals(visit.asked("level")))
                .findFirst()
                .orElse(Level.INFO);
        var part = visit.asked("q").strip();
        var source = visit.asked("source").strip();
        boolean errorsFirst = visit.asked("order").equals(ERRORS_FIRST);
        var lines = log.lines(new LogLines.Wanted(level, part, source, 0, errorsFirst, LINES));
        var rows = lines.stream().map(line -> LogRow.of(line, frame)).toList();
        return Optional.of(
                Templates.render("log", new View(frame.live(REFRESH_SECONDS), rows, level, source, part, errorsFirst)));
    }
}
