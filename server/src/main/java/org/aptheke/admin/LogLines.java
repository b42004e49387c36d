package org.aptheke.admin;

import java.time.Instant;
import java.util.List;

/** The last lines of the logs. Safe for use by many threads. */
public interface LogLines {
    /**
     * A line.
     *
     * @param number counts up since the start
     * @param source {@code access} for an answer, else the part of the program that says it
     */
    record Line(long number, Instant at, Level level, String source, String text) {}

    /** How bad a line is; the worst first. */
    enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }

    /**
     * Which lines are wanted.
     *
     * @param level no lines that are less bad
     * @param part what they contain, in whatever case; empty for all
     * @param source where they come from; empty for all
     * @param after only lines with greater numbers
     * @param errorsFirst the worst first, and of those the latest; else the latest of all first
     */
    record Wanted(Level level, String part, String source, long after, boolean errorsFirst, int limit) {}

    /** Those that are still there. */
    List<Line> lines(Wanted wanted);

    /** The number of the last line. */
    long last();
}
