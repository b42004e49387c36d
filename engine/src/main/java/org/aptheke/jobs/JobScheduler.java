package org.aptheke.jobs;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.aptheke.store.JobBook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins jobs when they are due: later by some jitter, behind quiet hours, and not while one of the same kind is active.
 * When it last looked at a job is kept in the book, so that what fell due while the program did not run is made up for,
 * once.
 */
public final class JobScheduler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobScheduler.class);
    private static final String MARK = "schedule.";
    private static final long PERIOD_SECONDS = 20;

    private final JobRunner runner;
    private final JobBook book;
    private final Supplier<ScheduleRules> rules;
    private final InstantSource clock;

    /** Differs from one installation to another, so that they do not all choose the same time. */
    private final long seed;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("job-scheduler").factory());

    public JobScheduler(JobRunner runner, JobBook book, Supplier<ScheduleRules> rules, InstantSource clock, long seed) {
        this.runner = runner;
        this.book = book;
        this.rules = rules;
        this.clock = clock;
        this.seed = seed;
    }

    public void start() {
        var _ = timer.scheduleWithFixedDelay(this::round, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    private void round() {
        try {
            look();
        } catch (IOException e) {
            LOG.warn("jobs that are due could not be begun: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("a fault of this program while looking for jobs that are due", e);
        }
    }

    /** Begins what is due now. */
    void look() throws IOException {
        var now = clock.instant();
        var current = rules.get();
        if (current.isQuiet(now)) {
            return;
        }
        for (var job : current.jobs()) {
            look(job, current.jitter(), now);
        }
    }

    private void look(JobSchedule job, Duration jitter, Instant now) throws IOException {
        var mark = book.mark(MARK + job.name()).map(Instant::parse);
        // The clock may have been wrong, and ahead.
        if (mark.isEmpty() || mark.get().isAfter(now)) {
            book.mark(MARK + job.name(), now.toString());
            return;
        }
        var due = job.times().after(mark.get());
        boolean begins = due.isPresent()
                && !due.get().plus(delay(job, due.get(), jitter)).isAfter(now)
                && !runner.isActive(job.kind());
        if (begins) {
            book.mark(MARK + job.name(), now.toString());
            runner.begin(job.kind(), job.arguments(), false, "the schedule");
        }
    }

    /** The same each time it is asked for. */
    private Duration delay(JobSchedule job, Instant due, Duration jitter) {
        if (jitter.isZero()) {
            return Duration.ZERO;
        }
        long hash = seed * 31 + job.name().hashCode() + due.getEpochSecond();
        hash = (hash ^ (hash >>> 32)) * 0x9E3779B97F4A7C15L;
        return Duration.ofMillis(Math.floorMod(hash ^ (hash >>> 29), jitter.toMillis()));
    }

    @Override
    public void close() {
        timer.shutdownNow();
        try {
            var _ = timer.awaitTermination(PERIOD_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
