package org.aptheke.admin;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.time.InstantSource;
import java.util.Optional;
import org.aptheke.access.Caller;
import org.aptheke.events.Event;
import org.aptheke.events.EventSink;

/** Tells of every change that somebody whom we know has asked for, whatever came of it, and of log-ins. */
final class Audit {
    private static final String ATTRIBUTE = "org.aptheke.audit";
    private static final int LONGEST = 500;

    private final EventSink events;
    private final InstantSource clock;

    /** What is to be told when the request is answered. */
    private record Entry(String who, String what, Optional<Integer> status) {}

    Audit(EventSink events, InstantSource clock) {
        this.events = events;
        this.clock = clock;
    }

    /**
     * A change that is asked for; its outcome is the status of the answer. Of those that were not admitted only callers who
     * have shown something are told of: others would fill the log.
     */
    static void record(Context context, Endpoint endpoint, boolean admitted) {
        var caller = Callers.of(context).filter(known -> admitted || known.kind() != Caller.Kind.LOCAL);
        if (caller.isPresent()) {
            var asked = asked(context, endpoint);
            var what = endpoint.method() + " " + context.path() + (asked.isEmpty() ? "" : " " + asked);
            var shortened = what.length() > LONGEST ? what.substring(0, LONGEST) + "…" : what;
            context.attribute(ATTRIBUTE, new Entry(caller.get().who(), shortened, Optional.empty()));
        }
    }

    /** What a log-in shows is nobody's business; what is sent as a file may be of any length, and read once only. */
    private static String asked(Context context, Endpoint endpoint) {
        if (endpoint.role().isEmpty()) {
            return "";
        }
        return endpoint.method().equals(HandlerType.PUT)
                ? Optional.ofNullable(context.queryString()).orElse("")
                : context.body().strip();
    }

    /** Something that has happened whatever the status of the answer says of it. */
    static void record(Context context, String who, String what, int status) {
        context.attribute(ATTRIBUTE, new Entry(who, what, Optional.of(status)));
    }

    /** To be called when the request was answered. */
    void tell(Context context) {
        Entry entry = context.attribute(ATTRIBUTE);
        if (entry != null) {
            events.accept(new Event.Change(
                    clock.instant(),
                    entry.who(),
                    Callers.place(context),
                    entry.what(),
                    entry.status().orElse(context.statusCode())));
        }
    }
}
