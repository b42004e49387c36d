package org.aptheke.jobs;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.aptheke.events.Event;
import org.aptheke.store.JobBook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run that waits, is planned or is being done. Its thread is its own; others look on and may end it. */
final class ActiveRun implements Runnable, Watch {
    private static final Logger LOG = LoggerFactory.getLogger(ActiveRun.class);
    private static final long SAVE_EVERY_NANOS = Duration.ofSeconds(10).toNanos();

    private final Job job;
    private final Arguments arguments;
    private final JobTools tools;
    private final Ledger ledger = new Ledger();
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Told when it has ended, in whatever way. */
    private final Runnable whenEnded;

    private volatile JobBook.Run run;
    private volatile RunState state;
    private volatile String doing = "";
    private volatile long totalCount;
    private volatile long totalBytes;
    private volatile boolean cancelled;
    private volatile boolean stopping;
    private final Pace pace;

    ActiveRun(Job job, JobBook.Run run, JobTools tools, Runnable whenEnded) {
        this.job = job;
        this.run = run;
        this.arguments = new Arguments(run.arguments());
        this.tools = tools;
        this.whenEnded = whenEnded;
        this.state = RunState.WAITING;
        this.pace = new Pace(tools.answers(), System::nanoTime, JobTools.REST_PER_WORK);
    }

    Job job() {
        return job;
    }

    JobBook.Run row() {
        return run;
    }

    RunView view() {
        var progress = new Progress(doing, ledger.count(), totalCount, ledger.bytes(), totalBytes);
        return new RunView(run, state, progress, ledger.report());
    }

    void cancel() {
        cancelled = true;
        tools.turns().wake();
    }

    /** Ends it for now: it will be taken up again when the program runs again. */
    void stop() {
        stopping = true;
        tools.turns().wake();
    }

    boolean awaitEnded(Duration limit) throws InterruptedException {
        return ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    // ---- the watch

    @Override
    public void doing(String what) {
        doing = what;
    }

    @Override
    public void checkpoint() throws JobCancelledException {
        if (cancelled || stopping) {
            throw new JobCancelledException();
        }
    }

    @Override
    public void giveWay() throws InterruptedException {
        checkpoint();
        long rest = pace.restNanos();
        long until = System.nanoTime() + rest;
        while (rest > 0) {
            LockSupport.parkNanos(Math.min(rest, Duration.ofMillis(100).toNanos()));
            checkpoint();
            rest = until - System.nanoTime();
        }
        pace.rested();
    }

    // ---- its thread

    @Override
    public void run() {
        try {
            tools.turns().await(this);
            perform();
            finish(RunState.DONE, "");
        } catch (JobCancelledException e) {
            endedEarly();
        } catch (InterruptedException e) {
            stopping = true;
            endedEarly();
        } catch (IOException e) {
            finish(RunState.FAILED, String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            LOG.error("{}: a fault of this program", name(), e);
            finish(RunState.FAILED, "a fault of this program: " + e);
        } finally {
            tools.turns().leave(this);
            whenEnded.run();
            ended.countDown();
        }
    }

    private void perform() throws IOException, InterruptedException {
        enter(RunState.PLANNING, Optional.empty(), "");
        arguments.requireOnly(job.argumentNames());
        var plan = job.plan(arguments, this);
        ledger.begin(plan.counts(), plan.notes());
        totalCount = plan.counts().stream().mapToLong(JobBook.Count::count).sum();
        totalBytes = plan.counts().stream().mapToLong(JobBook.Count::bytes).sum();
        if (run.planOnly()) {
            plan.discard();
            return;
        }
        enter(RunState.RUNNING, Optional.empty(), "");
        try {
            take(plan);
        } finally {
            plan.end(ledger);
        }
    }

    private void take(Plan plan) throws IOException, InterruptedException {
        var steps = plan.steps();
        long saved = System.nanoTime();
        while (steps.hasNext()) {
            giveWay();
            apply(steps.next());
            if (System.nanoTime() - saved > SAVE_EVERY_NANOS) {
                tools.book().change(run, ledger.report());
                saved = System.nanoTime();
            }
        }
    }

    private void apply(Step step) throws InterruptedException {
        try {
            step.apply(ledger);
        } catch (IOException e) {
            ledger.note("a step failed: " + e.getMessage());
        }
    }

    private void endedEarly() {
        if (cancelled) {
            finish(RunState.CANCELLED, "cancelled");
            return;
        }
        // Left in the book as it is, which means: not ended.
        note(() -> tools.book().change(run, ledger.report()));
    }

    private void finish(RunState end, String message) {
        note(() -> {
            enter(end, Optional.of(tools.clock().instant()), message);
            tools.book().prune(job.kind(), JobTools.KEPT_RUNS);
        });
        tools.tally().ended(run, end, ledger.report());
        tools.events()
                .accept(new Event.JobNews(
                        tools.clock().instant(), name(), words(end, message), end == RunState.FAILED));
    }

    private String words(RunState end, String message) {
        var done = ledger.report().counts().stream()
                .filter(count -> count.outcome() != JobBook.Outcome.PLANNED || run.planOnly())
                .map(count -> count.outcome().name().toLowerCase(Locale.ROOT) + " " + count.count() + " ("
                        + count.reason() + ", " + count.bytes() + " bytes)")
                .toList();
        return end.word()
                + (message.isEmpty() ? "" : ": " + message)
                + (done.isEmpty() ? "" : ": " + String.join(", ", done));
    }

    private void enter(RunState next, Optional<Instant> endedAt, String message) throws IOException {
        var started = run.startedAt()
                .or(() -> next == RunState.PLANNING ? Optional.of(tools.clock().instant()) : Optional.empty());
        run = run.nowAt(next.word(), started, endedAt, message);
        state = next;
        tools.book().change(run, ledger.report());
    }

    /** Something of the book that may fail without the run being another. */
    private interface Noting {
        void note() throws IOException;
    }

    private void note(Noting noting) {
        try {
            noting.note();
        } catch (IOException e) {
            tools.events()
                    .accept(new Event.StoreTrouble(
                            tools.clock().instant(),
                            name() + " cannot be noted in the book of jobs: " + e.getMessage(),
                            false));
        }
    }

    private String name() {
        return run.kind() + " " + run.number();
    }
}
