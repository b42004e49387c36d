package org.aptheke.main;

import java.util.Optional;
import org.aptheke.events.Event;
import org.aptheke.events.EventSink;
import org.aptheke.log.AccessLog;

/** Gives each event to the logs. */
record Events(Optional<AccessLog> accessLog, EventSink programLog) implements EventSink {
    @Override
    public void accept(Event event) {
        if (event instanceof Event.Answered) {
            accessLog.ifPresent(log -> log.accept(event));
        } else {
            programLog.accept(event);
        }
    }
}
