package org.aptheke.jobs;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** Does the steps of a plan, one or a few at a time. Given its steps by one thread. */
final class StepCrew implements AutoCloseable {
    private final int places;
    private final Ledger ledger;
    private final Semaphore free;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    StepCrew(int places, Ledger ledger) {
        this.places = places;
        this.ledger = ledger;
        this.free = new Semaphore(places);
    }

    /** Does the step, or has it done as soon as there is a place for it. */
    void apply(Step step) throws InterruptedException {
        if (places == 1) {
            perform(step);
            return;
        }
        free.acquire();
        threads.execute(() -> {
            try {
                perform(step);
            } catch (InterruptedException e) {
                // The run ends, and says so itself.
                Thread.currentThread().interrupt();
            } finally {
                free.release();
            }
        });
    }

    private void perform(Step step) throws InterruptedException {
        try {
            step.apply(ledger);
        } catch (IOException e) {
            ledger.note("a step failed: " + e.getMessage());
        }
    }

    void awaitAll() throws InterruptedException {
        free.acquire(places);
        free.release(places);
    }

    /** Waits for the steps that were begun: each is short, or looks at its watch. */
    @Override
    public void close() {
        threads.close();
    }
}
