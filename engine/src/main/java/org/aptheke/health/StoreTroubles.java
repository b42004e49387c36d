package org.aptheke.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.aptheke.events.Event;
import org.aptheke.events.EventSink;

/** Remembers the last trouble with the store until it is healed, or some minutes have gone by. Safe for use by many threads. */
public final class StoreTroubles implements EventSink {
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private final AtomicReference<Optional<Event.StoreTrouble>> last = new AtomicReference<>(Optional.empty());

    @Override
    public void accept(Event event) {
        if (event instanceof Event.StoreTrouble trouble) {
            last.set(trouble.healed() ? Optional.empty() : Optional.of(trouble));
        }
    }

    /** What it was, when it still counts. */
    Optional<String> at(Instant now) {
        return last.get()
                .filter(trouble -> trouble.at().plus(REMEMBERED).isAfter(now))
                .map(Event.StoreTrouble::what);
    }
}
