package org.aptheke.fetch;

import java.time.Instant;
import java.time.InstantSource;
import org.aptheke.events.Event;
import org.aptheke.events.EventSink;
import org.aptheke.origin.Redirects;
import org.aptheke.store.BlobSink;
import org.aptheke.store.Catalog;

/** What every fetch works with. */
record FetchTools(
        Redirects origin,
        BlobSink sink,
        Catalog catalog,
        Parts parts,
        FetchSlots slots,
        RecentMismatches mismatches,
        RecentSetbacks setbacks,
        CopyBuffers buffers,
        FetchLimits limits,
        FetchCounters counters,
        InstantSource clock,
        EventSink events) {
    Instant now() {
        return clock.instant();
    }

    void originTrouble(String url, String peer, Exception cause) {
        if (cause instanceof DigestMismatchException) {
            counters.mismatches().increment();
        }
        events.accept(new Event.OriginTrouble(now(), url, peer, describe(cause)));
    }

    void storeTrouble(String url, Exception cause) {
        counters.notStored().increment();
        events.accept(new Event.StoreTrouble(now(), url + ": not stored: " + describe(cause), false));
    }

    /** The message, or the name of the class where there is none. */
    static String describe(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
