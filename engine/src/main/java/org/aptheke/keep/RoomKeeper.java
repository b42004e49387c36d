package org.aptheke.keep;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.aptheke.jobs.Arguments;
import org.aptheke.jobs.BackgroundThreads;
import org.aptheke.jobs.JobRunner;
import org.aptheke.store.BlobCensus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that there is room: begins an eviction when the store says that it is nearly full, and looks itself now and
 * then. Also notes that uses are observed. Safe for use by many threads.
 */
public final class RoomKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RoomKeeper.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
    private static final Duration PAUSE_AFTER_NOTHING = Duration.ofSeconds(30);
    private static final Duration OBSERVE_EVERY = Duration.ofHours(1);

    private final BlobCensus blobs;
    private final Supplier<Budget> budget;
    private final JobRunner runner;
    private final Observation observation;
    private final Semaphore pressed = new Semaphore(0);
    private final Thread thread = BackgroundThreads.unstarted("room-keeper", this::keep);
    private final CountDownLatch closed = new CountDownLatch(1);
    private long observedAt;

    public RoomKeeper(BlobCensus blobs, Supplier<Budget> budget, JobRunner runner, Observation observation) {
        this.blobs = blobs;
        this.budget = budget;
        this.runner = runner;
        this.observation = observation;
    }

    public void start() {
        thread.start();
    }

    /** The store has little room. Cheap; may be called by any thread and again and again. */
    public void press() {
        if (pressed.availablePermits() == 0) {
            pressed.release();
        }
    }

    private void keep() {
        try {
            while (closed.getCount() > 0) {
                if (look()) {
                    var _ = pressed.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                } else {
                    var _ = closed.await(PAUSE_AFTER_NOTHING.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("no more room is made, the program is stopping");
        }
    }

    /** False when looking again soon would be in vain, however little room there is. */
    boolean look() throws InterruptedException {
        try {
            observe();
            return makeRoom();
        } catch (IOException e) {
            LOG.warn("no room can be made: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("a fault of this program while making room", e);
        }
        return false;
    }

    private void observe() throws IOException {
        long now = System.nanoTime();
        if (observedAt == 0 || now - observedAt > OBSERVE_EVERY.toNanos()) {
            observation.goesOn();
            observedAt = now;
        }
    }

    /** One eviction at a time; false when it could remove nothing: the next must wait, lest it looks for ever. */
    private boolean makeRoom() throws IOException, InterruptedException {
        long usable = blobs.usableBytes();
        if (!budget.get().needsCount(usable)) {
            return true;
        }
        // Counted when it first matters: it takes a look at every file.
        long used = blobs.usedBytes().isPresent() ? blobs.usedBytes().getAsLong() : blobs.countUsed();
        if (budget.get().excess(used, usable) == 0) {
            return true;
        }
        var run = runner.begin(EvictJob.KIND, Arguments.NONE, false, "the store is nearly full");
        while (!run.state().hasEnded()) {
            run = runner.awaitEnd(run.run().number(), LOOK_EVERY).orElseThrow();
        }
        return blobs.usedBytes().orElse(0) < used;
    }

    /** Waits for nothing but the step that is under way. */
    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        try {
            if (thread.isAlive()) {
                var _ = thread.join(LOOK_EVERY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
