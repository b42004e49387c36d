package org.aptheke.main;

import java.util.List;
import org.aptheke.events.Event;
import org.aptheke.events.EventSink;

/**
 * Gives each event to those whom it concerns.
 *
 * @param answers get answers, of which there may be very many
 * @param others get all other events
 */
record Events(List<EventSink> answers, List<EventSink> others) implements EventSink {
    Events {
        answers = List.copyOf(answers);
        others = List.copyOf(others);
    }

    @Override
    public void accept(Event event) {
        var sinks = event instanceof Event.Answered ? answers : others;
        for (int i = 0; i < sinks.size(); i++) {
            sinks.get(i).accept(event);
        }
    }
}
