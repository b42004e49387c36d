package org.aptheke.events;

/** Takes events. Never blocks for long and never throws; safe for use by many threads. */
public interface EventSink {
    void accept(Event event);
}
