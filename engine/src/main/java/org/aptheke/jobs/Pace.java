package org.aptheke.jobs;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps a job from taking what clients need: while they ask, it works only a share of the time. Used by one thread.
 */
final class Pace {
    /** So many answers in a second are traffic; below that nobody notices a job. */
    private static final long TRAFFIC_PER_SECOND = 5;

    private static final long LOOK_EVERY_NANOS = Duration.ofMillis(500).toNanos();
    private static final long LONGEST_NANOS = Duration.ofSeconds(2).toNanos();

    private final LongSupplier answers;
    private final LongSupplier nanoTime;

    /** Pauses are so many times as long as the work before them. */
    private final int restPerWork;

    private long lastLook;
    private long lastAnswers;
    private boolean traffic;
    private long workBegan;

    /** @param answers how many were given to clients so far */
    Pace(LongSupplier answers, LongSupplier nanoTime, int restPerWork) {
        this.answers = answers;
        this.nanoTime = nanoTime;
        this.restPerWork = restPerWork;
        lastLook = nanoTime.getAsLong();
        lastAnswers = answers.getAsLong();
        workBegan = lastLook;
    }

    /** How long to rest now, for the work since the last rest. */
    long restNanos() {
        long now = nanoTime.getAsLong();
        if (now - lastLook >= LOOK_EVERY_NANOS) {
            long given = answers.getAsLong();
            traffic = (given - lastAnswers) * Duration.ofSeconds(1).toNanos() > TRAFFIC_PER_SECOND * (now - lastLook);
            lastLook = now;
            lastAnswers = given;
        }
        long worked = now - workBegan;
        return traffic ? Math.min(LONGEST_NANOS, worked * restPerWork) : 0;
    }

    void rested() {
        workBegan = nanoTime.getAsLong();
    }
}
