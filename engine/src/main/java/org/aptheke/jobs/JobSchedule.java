package org.aptheke.jobs;

import java.time.Instant;
import java.util.Optional;

/** A job that begins by itself, and when. */
public record JobSchedule(String kind, Arguments arguments, Times times) {
    /** The times at which it is due. */
    public interface Times {
        /** The first after the given one; empty when there is none. */
        Optional<Instant> after(Instant time);
    }

    /** What tells it from others. */
    String name() {
        return arguments.values().isEmpty() ? kind : kind + " " + arguments;
    }
}
