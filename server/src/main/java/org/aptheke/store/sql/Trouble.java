package org.aptheke.store.sql;

import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.aptheke.events.Event;
import org.aptheke.events.EventSink;
import org.jspecify.annotations.Nullable;

/** Whether writing fails just now; says so once when it begins and once when it is over. Safe for many threads. */
final class Trouble {
    private final Database database;
    private final InstantSource clock;
    private final EventSink events;
    private final AtomicReference<@Nullable String> writing = new AtomicReference<>();

    Trouble(Database database, InstantSource clock, EventSink events) {
        this.database = database;
        this.clock = clock;
        this.events = events;
    }

    /** Call it for each failure, and it also remembers damage. */
    IOException noted(SQLException failure, String doing) {
        if (database.isDamage(failure)) {
            database.noteDamage();
        }
        return new IOException(database + ": " + doing + ": " + failure.getMessage(), failure);
    }

    void writeFailed(IOException failure) {
        var message = String.valueOf(failure.getMessage());
        if (writing.getAndSet(message) == null) {
            say(message, false);
        }
    }

    void writeSucceeded() {
        if (writing.get() != null && writing.getAndSet(null) != null) {
            say(database + " can be written again", true);
        }
    }

    boolean writingFails() {
        return writing.get() != null;
    }

    /** Throws while writing fails. */
    void throwIfWritingFails() throws IOException {
        var message = writing.get();
        if (message != null) {
            throw new IOException("nothing more can wait to be written; " + message);
        }
    }

    void say(String what, boolean healed) {
        events.accept(new Event.StoreTrouble(clock.instant(), what, healed));
    }
}
