package org.aptheke.jobs;

import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.aptheke.store.JobBook;

/**
 * How runs ended since the start, and what came of them, by the kind of their job; for metrics and tests. Safe for use by
 * many threads.
 */
public final class RunTally {
    private final Map<String, OfKind> kinds = new TreeMap<>();

    /** How a run ended. */
    public enum End {
        DONE,
        /** Only a plan was asked for, and was made. */
        PLANNED,
        CANCELLED,
        FAILED
    }

    /** So many things with so many bytes. */
    public record Amount(long things, long bytes) {
        public static final Amount NONE = new Amount(0, 0);

        private Amount plus(long moreThings, long moreBytes) {
            return new Amount(things + moreThings, bytes + moreBytes);
        }
    }

    /**
     * What became of one kind of job.
     *
     * @param runs those that have ended
     * @param amounts what became of the things that they were about
     * @param lastDone when a run last was done, also before the start
     */
    public record Result(Map<End, Long> runs, Map<JobBook.Outcome, Amount> amounts, Optional<Instant> lastDone) {
        public Result {
            runs = Map.copyOf(runs);
            amounts = Map.copyOf(amounts);
        }
    }

    private static final class OfKind {
        private final Map<End, Long> runs = new EnumMap<>(End.class);
        private final Map<JobBook.Outcome, Amount> amounts = new EnumMap<>(JobBook.Outcome.class);
        private Optional<Instant> lastDone = Optional.empty();

        OfKind() {
            for (var end : End.values()) {
                runs.put(end, 0L);
            }
            for (var outcome : JobBook.Outcome.values()) {
                amounts.put(outcome, Amount.NONE);
            }
        }

        void done(Instant at) {
            lastDone = lastDone.filter(at::isBefore).or(() -> Optional.of(at));
        }
    }

    RunTally(Collection<String> kinds) {
        kinds.forEach(kind -> this.kinds.put(kind, new OfKind()));
    }

    /** One of its runs has ended with that report. */
    synchronized void ended(JobBook.Run run, RunState state, JobBook.Report report) {
        var kind = kinds.get(run.kind());
        if (kind == null) {
            return;
        }
        var end = end(run, state);
        kind.runs.merge(end, 1L, Long::sum);
        if (end == End.PLANNED) {
            return;
        }
        for (var count : report.counts()) {
            kind.amounts.computeIfPresent(count.outcome(), (_, before) -> before.plus(count.count(), count.bytes()));
        }
        remember(run);
    }

    private static End end(JobBook.Run run, RunState state) {
        return switch (state) {
            case DONE -> run.planOnly() ? End.PLANNED : End.DONE;
            case CANCELLED -> End.CANCELLED;
            case FAILED, WAITING, PLANNING, RUNNING -> End.FAILED;
        };
    }

    /** Takes over from the book when a run was done. */
    synchronized void remember(JobBook.Run run) {
        var kind = kinds.get(run.kind());
        if (kind != null && !run.planOnly() && RunState.of(run.state()) == RunState.DONE) {
            run.endedAt().ifPresent(kind::done);
        }
    }

    /** By the words for the kinds, all that there are. */
    synchronized Map<String, Result> results() {
        var results = new TreeMap<String, Result>();
        kinds.forEach((word, kind) -> results.put(word, new Result(kind.runs, kind.amounts, kind.lastDone)));
        return results;
    }
}
