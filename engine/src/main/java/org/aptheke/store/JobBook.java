package org.aptheke.store;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is remembered of jobs: each run with its report, and small marks that jobs leave for themselves. Each change is
 * durable on return. Safe for use by many threads. Instants are kept to the millisecond.
 */
public interface JobBook extends Closeable {
    /**
     * One run of a job.
     *
     * @param number counts up; 0 for one that is not in the book yet
     * @param kind the word for the job
     * @param arguments what it was asked for, by name
     * @param planOnly whether it only plans, and changes nothing
     * @param cause who wanted it, for people
     * @param state a word of the program's; the book only tells ended runs from others
     * @param message how it ended, for people; empty while it has not, and when all went well
     */
    record Run(
            long number,
            String kind,
            Map<String, String> arguments,
            boolean planOnly,
            String cause,
            String state,
            Instant askedAt,
            Optional<Instant> startedAt,
            Optional<Instant> endedAt,
            String message) {
        public Run {
            arguments = Map.copyOf(arguments);
        }

        /** The same run, entered into a book under that number. */
        public Run numbered(long inBook) {
            return new Run(inBook, kind, arguments, planOnly, cause, state, askedAt, startedAt, endedAt, message);
        }

        /** The same run, further on. */
        public Run nowAt(String newState, Optional<Instant> started, Optional<Instant> ended, String how) {
            return new Run(number, kind, arguments, planOnly, cause, newState, askedAt, started, ended, how);
        }
    }

    /** What can become of a piece of a plan. */
    enum Outcome {
        PLANNED,
        DONE,
        SKIPPED,
        FAILED
    }

    /** So many pieces with so many bytes came to this, for this reason. */
    record Count(Outcome outcome, String reason, long count, long bytes) {}

    /**
     * What came of a run.
     *
     * @param counts in the order in which they are shown
     * @param notes lines for people
     */
    record Report(List<Count> counts, List<String> notes) {
        public static final Report EMPTY = new Report(List.of(), List.of());

        public Report {
            counts = List.copyOf(counts);
            notes = List.copyOf(notes);
        }
    }

    /** Enters a run, and returns it with its number. */
    Run add(Run run) throws IOException;

    /** Changes how a run is, and keeps its report in place of the one before. */
    void change(Run run, Report report) throws IOException;

    Optional<Run> find(long number) throws IOException;

    /** The latest runs, latest first. */
    List<Run> latest(int limit) throws IOException;

    /** The runs that have not ended, in the order in which they were asked for. */
    List<Run> unended() throws IOException;

    /** Empty for a run that is not known. */
    Report report(long number) throws IOException;

    /** Forgets ended runs of a kind, except the latest so many. */
    void prune(String kind, int keep) throws IOException;

    /** What was last left under this name. */
    Optional<String> mark(String name) throws IOException;

    /** Leaves a text under a name, in place of the one before. */
    void mark(String name, String value) throws IOException;

    @Override
    void close() throws IOException;
}
