package org.aptheke.jobs;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.aptheke.events.EventSink;
import org.aptheke.store.JobBook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs: each on a thread of its own, beside the traffic, those that collide one after another. A run that the end of
 * the program interrupted is planned and done again from {@link #start()} on. Safe for use by many threads.
 */
public final class JobRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

    private final Map<String, Job> jobs = new TreeMap<>();
    private final JobTools tools;
    private final ConcurrentMap<Long, ActiveRun> active = new ConcurrentHashMap<>();
    private final ConcurrentMap<Long, Thread> threads = new ConcurrentHashMap<>();
    private volatile boolean closed;
    private volatile boolean recalled;

    /**
     * Begins nothing yet.
     *
     * @param answers how many answers clients got so far: while they ask, jobs give way
     */
    public JobRunner(
            Collection<? extends Job> jobs, JobBook book, LongSupplier answers, InstantSource clock, EventSink events) {
        for (var job : jobs) {
            if (this.jobs.put(job.kind(), job) != null) {
                throw new IllegalArgumentException("two jobs are called " + job.kind());
            }
        }
        this.tools = new JobTools(book, new Turns(), new RunTally(this.jobs.keySet()), answers, clock, events);
    }

    /** Takes up the runs that had not ended when the program did. */
    public void start() throws IOException {
        for (var run : tools.book().unended()) {
            var job = jobs.get(run.kind());
            if (job == null) {
                LOG.warn("{} {} is not gone on with: this program knows no such job", run.kind(), run.number());
                tools.book().change(failed(run, "this program knows no such job"), JobBook.Report.EMPTY);
            } else {
                begin(job, run);
            }
        }
    }

    private JobBook.Run failed(JobBook.Run run, String why) {
        return run.nowAt(
                RunState.FAILED.word(),
                run.startedAt(),
                Optional.of(tools.clock().instant()),
                why);
    }

    /** All kinds, by their words. */
    public List<Job> jobs() {
        return List.copyOf(jobs.values());
    }

    /**
     * Begins a run as soon as no other is in its way.
     *
     * @param planOnly whether it ends when it is planned
     * @param cause who wants it, for people
     * @throws JobRefusedException when there is no such job, or it knows no such argument
     */
    public RunView begin(String kind, Arguments arguments, boolean planOnly, String cause) throws IOException {
        var job = jobs.get(kind);
        if (job == null) {
            throw new JobRefusedException(
                    "no job is called " + kind + "; there are " + String.join(", ", jobs.keySet()));
        }
        arguments.requireOnly(job.argumentNames());
        if (closed) {
            throw new JobRefusedException("the program is stopping");
        }
        var asked = new JobBook.Run(
                0,
                kind,
                arguments.values(),
                planOnly,
                cause,
                RunState.WAITING.word(),
                tools.clock().instant(),
                Optional.empty(),
                Optional.empty(),
                "");
        return begin(job, tools.book().add(asked)).view();
    }

    private ActiveRun begin(Job job, JobBook.Run run) {
        var begun = new ActiveRun(job, run, tools, () -> {
            active.remove(run.number());
            threads.remove(run.number());
        });
        active.put(run.number(), begun);
        tools.turns().enter(begun);
        // Not a virtual one: it may compute for long, and must not keep those that answer from their processors.
        var thread = BackgroundThreads.unstarted("job-" + job.kind(), begun);
        threads.put(run.number(), thread);
        thread.start();
        return begun;
    }

    /**
     * How runs ended since the start, by the words for all kinds. When a run last was done is looked up in the book, the
     * first time that it is asked for.
     */
    public Map<String, RunTally.Result> results() throws IOException {
        if (!recalled) {
            tools.book().latest(JobTools.KEPT_RUNS * jobs.size()).forEach(tools.tally()::remember);
            recalled = true;
        }
        return tools.tally().results();
    }

    /** Runs that wait, are planned or are being done, by the words for their kinds. */
    public Map<String, Long> active() {
        return active.values().stream()
                .collect(Collectors.groupingBy(run -> run.row().kind(), Collectors.counting()));
    }

    /** Whether a run of that kind waits or runs. */
    public boolean isActive(String kind) {
        return active.values().stream().anyMatch(run -> run.row().kind().equals(kind));
    }

    /** Whether a run waits or runs here. */
    public boolean isActive(long number) {
        return active.containsKey(number);
    }

    public Optional<RunView> find(long number) throws IOException {
        var running = active.get(number);
        if (running != null) {
            return Optional.of(running.view());
        }
        var row = tools.book().find(number);
        return row.isPresent() ? Optional.of(view(row.get(), tools.book().report(number))) : Optional.empty();
    }

    /** The latest runs, latest first; without what came of those that have ended. */
    public List<RunView> latest(int limit) throws IOException {
        var views = new ArrayList<RunView>();
        for (var row : tools.book().latest(limit)) {
            var running = active.get(row.number());
            views.add(running == null ? view(row, JobBook.Report.EMPTY) : running.view());
        }
        return views;
    }

    private static RunView view(JobBook.Run run, JobBook.Report report) {
        return new RunView(run, RunState.of(run.state()), Progress.NONE, report);
    }

    /** Has a run end between two steps; false when none of that number runs. */
    public boolean cancel(long number) {
        var running = active.get(number);
        if (running != null) {
            running.cancel();
        }
        return running != null;
    }

    /** Waits for the end of a run; returns it as it is then, or after the limit. */
    public Optional<RunView> awaitEnd(long number, Duration limit) throws IOException, InterruptedException {
        var running = active.get(number);
        if (running != null) {
            var _ = running.awaitEnded(limit);
        }
        return find(number);
    }

    /** Ends all runs between two steps; they are taken up again by the next program. */
    @Override
    public void close() {
        closed = true;
        active.values().forEach(ActiveRun::stop);
        try {
            long until = System.nanoTime() + STOP_WITHIN.toNanos();
            for (var thread : List.copyOf(threads.values())) {
                long left = Math.max(1, until - System.nanoTime());
                if (!thread.join(Duration.ofNanos(left))) {
                    LOG.warn("{} did not end within {}", thread.getName(), STOP_WITHIN);
                    thread.interrupt();
                    var _ = thread.join(Duration.ofSeconds(2));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
