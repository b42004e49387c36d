package org.aptheke.main;

import java.util.Optional;
import org.aptheke.events.Event;
import org.aptheke.events.EventSink;
import org.aptheke.log.AccessLog;
import org.aptheke.log.AuditLog;

/** Gives each event to the counters and to the logs. */
record Events(EventSink counters, Optional<AccessLog> accessLog, Optional<AuditLog> auditLog, EventSink programLog)
        implements EventSink {
    @Override
    public void accept(Event event) {
        counters.accept(event);
        if (event instanceof Event.Answered) {
            accessLog.ifPresent(log -> log.accept(event));
        } else {
            auditLog.ifPresent(log -> log.accept(event));
            programLog.accept(event);
        }
    }
}
