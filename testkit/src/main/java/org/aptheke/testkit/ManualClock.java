package org.aptheke.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that moves only when a test moves it. Safe for use by many threads. */
public final class ManualClock implements InstantSource {
    private final AtomicReference<Instant> now;

    private ManualClock(Instant start) {
        now = new AtomicReference<>(start);
    }

    /** A clock that stands at the given instant. */
    public static ManualClock at(Instant start) {
        return new ManualClock(start);
    }

    /** A clock that stands at the given instant in ISO form, such as {@code 2026-01-01T00:00:00Z}. */
    public static ManualClock at(String start) {
        return at(Instant.parse(start));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    public void advance(Duration step) {
        now.updateAndGet(instant -> instant.plus(step));
    }

    public void set(Instant instant) {
        now.set(instant);
    }
}
