package org.aptheke.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.aptheke.events.Event;
import org.aptheke.events.EventSink;

/**
 * The last lines of both logs in memory. Answers that failed have a place of their own, and so has what the program says:
 * many good answers push neither out. Lines of answers are put together when they are read. Safe for use by many threads.
 */
public final class RecentLog implements EventSink {
    private static final int PLACES = 2_000;
    private static final int LONGEST = 1_000;
    private static final int LEAST_REFUSED = 400;
    private static final int LEAST_FAILED = 500;

    private final AtomicLong numbers = new AtomicLong();
    private final LastOnes<Kept> good = new LastOnes<>(PLACES);
    private final LastOnes<Kept> failed = new LastOnes<>(PLACES);
    private final LastOnes<Kept> said = new LastOnes<>(PLACES);

    /** What is kept until somebody reads it. */
    private sealed interface Kept {
        long number();

        LogEntry.Level level();

        LogEntry entry();

        record Answer(long number, LogEntry.Level level, Event.Answered answered) implements Kept {
            @Override
            public LogEntry entry() {
                return new LogEntry(
                        number, answered.at(), level, LogEntry.ACCESS, shortened(AccessLine.brief(answered)));
            }
        }

        record Said(LogEntry entry) implements Kept {
            @Override
            public long number() {
                return entry.number();
            }

            @Override
            public LogEntry.Level level() {
                return entry.level();
            }
        }
    }

    /**
     * Which lines are wanted.
     *
     * @param worst no lines that are less bad
     * @param part what they contain, in whatever case; empty for all
     * @param source where they come from; empty for all
     * @param errorsFirst the worst first, and of those the latest; else the latest of all first
     */
    public record Wanted(
            LogEntry.Level worst, String part, String source, long after, boolean errorsFirst, int limit) {}

    /** Takes answers; what else happens the program's own log tells. */
    @Override
    public void accept(Event event) {
        if (event instanceof Event.Answered answered) {
            var level = level(answered);
            var place = level == LogEntry.Level.INFO ? good : failed;
            place.add(new Kept.Answer(numbers.incrementAndGet(), level, answered));
        }
    }

    private static LogEntry.Level level(Event.Answered answered) {
        boolean brokeOff =
                answered.status() < LEAST_REFUSED && !answered.cause().isEmpty();
        return answered.status() >= LEAST_FAILED || brokeOff ? LogEntry.Level.WARN : LogEntry.Level.INFO;
    }

    void say(ILoggingEvent event) {
        said.add(new Kept.Said(new LogEntry(
                numbers.incrementAndGet(),
                Instant.ofEpochMilli(event.getTimeStamp()),
                level(event),
                LogLayout.shortName(event),
                shortened(LogLayout.message(event)))));
    }

    /** A path may be very long. */
    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }

    private static LogEntry.Level level(ILoggingEvent event) {
        return switch (event.getLevel().toInt()) {
            case ch.qos.logback.classic.Level.ERROR_INT -> LogEntry.Level.ERROR;
            case ch.qos.logback.classic.Level.WARN_INT -> LogEntry.Level.WARN;
            case ch.qos.logback.classic.Level.INFO_INT -> LogEntry.Level.INFO;
            default -> LogEntry.Level.DEBUG;
        };
    }

    /** Those lines that are still there. */
    public List<LogEntry> entries(Wanted wanted) {
        var part = wanted.part().toLowerCase(Locale.ROOT);
        Comparator<LogEntry> latest = Comparator.comparingLong(LogEntry::number).reversed();
        return Stream.of(good, failed, said)
                .flatMap(place -> place.all().stream())
                .filter(kept -> kept.number() > wanted.after() && kept.level().compareTo(wanted.worst()) <= 0)
                .map(Kept::entry)
                .filter(entry -> wanted.source().isEmpty() || entry.source().equals(wanted.source()))
                .filter(entry -> part.isEmpty()
                        || (entry.source() + " " + entry.text())
                                .toLowerCase(Locale.ROOT)
                                .contains(part))
                .sorted(
                        wanted.errorsFirst()
                                ? Comparator.comparing(LogEntry::level).thenComparing(latest)
                                : latest)
                .limit(wanted.limit())
                .toList();
    }

    /** The number of the last line. */
    public long last() {
        return numbers.get();
    }
}
