package org.aptheke.log;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.aptheke.events.Event;
import org.aptheke.events.EventSink;
import org.aptheke.http.Masked;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Writes troubles into the program's own log. An origin that is away fails for every client: no more than fifty such
 * lines are written in ten seconds, and the others are counted. Safe for use by many threads.
 */
public final class EventLog implements EventSink {
    private static final Logger ORIGIN = LoggerFactory.getLogger("origin");
    private static final Logger SUITE = LoggerFactory.getLogger("org.aptheke.suite");
    private static final Logger JOB = LoggerFactory.getLogger("org.aptheke.jobs");
    private static final Logger CHANGE = LoggerFactory.getLogger("org.aptheke.admin");
    private static final Logger STORE = LoggerFactory.getLogger("store");
    private static final int MOST = 50;
    private static final long WINDOW_NANOS = Duration.ofSeconds(10).toNanos();

    private final AtomicLong windowStart = new AtomicLong(System.nanoTime());
    private final AtomicLong inWindow = new AtomicLong();

    @Override
    public void accept(Event event) {
        switch (event) {
            case Event.Answered answered -> {}
            case Event.OriginTrouble trouble -> originTrouble(trouble);
            case Event.StoreTrouble trouble -> storeTrouble(trouble);
            case Event.SuiteNews(var _, var suite, var what) -> SUITE.info("{}: {}", suite, Masked.secrets(what));
            case Event.JobNews(var _, var job, var what, boolean failed) ->
                JOB.atLevel(failed ? Level.WARN : Level.INFO).log("{}: {}", job, Masked.secrets(what));
            case Event.Change(var _, var who, var place, var what, int status) ->
                CHANGE.info("{} from {}: {}: {}", who, place, Masked.secrets(what), status);
        }
    }

    private void originTrouble(Event.OriginTrouble trouble) {
        if (!admitted()) {
            return;
        }
        String peer = trouble.peer().isEmpty() ? "" : " (" + trouble.peer() + ")";
        ORIGIN.warn("{}{}: {}", Masked.secrets(trouble.url()), peer, Masked.secrets(trouble.cause()));
    }

    private static void storeTrouble(Event.StoreTrouble trouble) {
        if (trouble.healed()) {
            STORE.info("{}: works again", trouble.what());
        } else {
            STORE.error("{}", trouble.what());
        }
    }

    private boolean admitted() {
        long now = System.nanoTime();
        long start = windowStart.get();
        if (now - start >= WINDOW_NANOS && windowStart.compareAndSet(start, now)) {
            long suppressed = inWindow.getAndSet(0) - MOST;
            if (suppressed > 0) {
                ORIGIN.warn("{} more troubles with origins were not written", suppressed);
            }
        }
        return inWindow.incrementAndGet() <= MOST;
    }
}
