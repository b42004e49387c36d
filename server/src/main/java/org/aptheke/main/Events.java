package org.aptheke.main;

import java.util.Optional;
import org.aptheke.events.Event;
import org.aptheke.events.EventSink;
import org.aptheke.log.AccessLog;
import org.aptheke.metrics.Traffic;

/** Gives each event to the logs and to the counters. */
record Events(Optional<AccessLog> accessLog, EventSink programLog, Traffic traffic) implements EventSink {
    @Override
    public void accept(Event event) {
        traffic.accept(event);
        if (event instanceof Event.Answered) {
            accessLog.ifPresent(log -> log.accept(event));
        } else {
            programLog.accept(event);
        }
    }
}
