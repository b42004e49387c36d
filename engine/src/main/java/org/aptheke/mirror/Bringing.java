package org.aptheke.mirror;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.aptheke.fetch.BringTerms;
import org.aptheke.fetch.Brought;
import org.aptheke.fetch.Fetches;
import org.aptheke.jobs.Watch;

/** Brings files into the store, so many at once. Closing it gives up what is under way. Used by the thread of a run. */
final class Bringing implements AutoCloseable {
    private static final long LOOK_EVERY_MILLIS = 100;

    private final Fetches fetches;
    private final int atOnce;
    private final BlockingQueue<Result> results = new LinkedBlockingQueue<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private int underway;
    private volatile boolean givenUp;

    /** What came of one of them. */
    record Result(SuitePart suite, Wanted wanted, Brought brought) {}

    Bringing(Fetches fetches, int atOnce) {
        this.fetches = fetches;
        this.atOnce = atOnce;
    }

    boolean hasRoom() {
        return underway < atOnce;
    }

    boolean isIdle() {
        return underway == 0;
    }

    void begin(SuitePart suite, Wanted wanted) {
        underway++;
        var terms = terms(suite.mirror());
        threads.execute(() -> results.add(new Result(suite, wanted, bring(wanted, terms))));
    }

    private BringTerms terms(MirrorUnderWay mirror) {
        return new BringTerms(mirror.rate(), () -> !givenUp);
    }

    private Brought bring(Wanted wanted, BringTerms terms) {
        try {
            // Another that had the same content may have come before.
            var stored = wanted.stored();
            return stored.isPresent() ? new Brought.Stored(stored.get()) : fetches.bring(wanted.plan(), terms);
        } catch (IOException e) {
            return new Brought.Failed(e);
        } catch (InterruptedException e) {
            return new Brought.Failed(new IOException("the program is stopping", e));
        } catch (RuntimeException e) {
            return new Brought.Failed(new IOException("a fault of this program: " + e, e));
        }
    }

    /** Waits for the next that ends; one must be under way. */
    Result next(Watch watch) throws InterruptedException {
        var result = results.poll();
        while (result == null) {
            watch.checkpoint();
            result = results.poll(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }
        underway--;
        return result;
    }

    @Override
    public void close() {
        givenUp = true;
        threads.close();
    }
}
