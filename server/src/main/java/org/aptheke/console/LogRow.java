package org.aptheke.console;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.aptheke.admin.LogLines;

/** A line of the log. */
record LogRow(long number, Optional<Moment> at, Badge level, String source, String text) {
    static LogRow of(LogLines.Line line, Frame frame) {
        return new LogRow(
                line.number(), Optional.of(frame.moment(line.at())), badge(line.level()), line.source(), line.text());
    }

    private static Badge badge(LogLines.Level level) {
        return new Badge(
                level.name().toLowerCase(Locale.ROOT),
                switch (level) {
                    case ERROR -> Badge.BAD;
                    case WARN -> Badge.WARN;
                    case INFO, DEBUG -> "";
                });
    }

    /** The latest answers whose lines have that in them. */
    static List<LogRow> accessWith(LogLines log, String part, int limit, Frame frame) {
        var wanted = new LogLines.Wanted(LogLines.Level.DEBUG, part, "access", 0, false, limit);
        return log.lines(wanted).stream().map(line -> of(line, frame)).toList();
    }
}
