package org.aptheke.log;

import java.time.Instant;

/**
 * A line of one of the logs, as it is shown to people.
 *
 * @param number counts up over both logs since the start
 * @param source {@code access} for an answer, else the part of the program that says it
 * @param text without the time, level and source; without secrets
 */
public record LogEntry(long number, Instant at, Level level, String source, String text) {
    public static final String ACCESS = "access";

    /** How bad it is; the worst first. */
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }
}
