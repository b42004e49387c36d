package org.aptheke.server.netty;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.aptheke.events.Event;
import org.aptheke.http.Interim;
import org.aptheke.http.TargetUri;
import org.aptheke.route.Entry;
import org.jspecify.annotations.Nullable;

/**
 * One request's place in the row of answers of a connection. Used on the connection's event loop only,
 * but for {@link #precede}, which comes before the outcome is offered to that loop.
 */
final class PendingAnswer {
    private static final long AT_ONCE_NANOS = 100_000_000;

    private RequestHead request;
    private final Moment received;
    private Optional<String> user = Optional.empty();
    private @Nullable Work work;
    private String host = "";
    private String path;
    private @Nullable Outcome outcome;
    private long firstByteNanos;
    private List<Interim> interims = List.of();

    PendingAnswer(RequestHead request, Moment received) {
        this.request = request;
        this.received = received;
        this.path = request.target();
        this.firstByteNanos = received.nanos();
    }

    RequestHead request() {
        return request;
    }

    /** It was let in, with these of its fields. */
    void admit(Entry.Admitted entry) {
        request = request.withFields(entry.fields());
        user = entry.user();
    }

    /** Whose password it came with. */
    Optional<String> user() {
        return user;
    }

    Instant receivedAt() {
        return received.at();
    }

    /** The thread that makes the answer. */
    Work work() {
        if (work == null) {
            work = new Work();
        }
        return work;
    }

    void means(TargetUri target) {
        means(target.authority(), target.pathAndQuery());
    }

    /** The same in words. */
    void means(String newHost, String newPath) {
        host = newHost;
        path = newPath;
    }

    @Nullable
    Outcome outcome() {
        return outcome;
    }

    void become(Outcome newOutcome) {
        outcome = newOutcome;
    }

    /** What goes ahead of the outcome; said before that. */
    void precede(List<Interim> before) {
        interims = before;
    }

    List<Interim> interims() {
        return interims;
    }

    /** The first byte is being written. */
    void begin(long nanos) {
        firstByteNanos = nanos;
    }

    /** When it was begun; the clock is not asked again for an answer that came at once. */
    Instant begun(Listener listener) {
        return firstByteNanos - received.nanos() < AT_ONCE_NANOS ? received.at() : listener.now();
    }

    /** Nobody waits for it any more. */
    void abandon() {
        if (work != null) {
            work.abandon();
        }
        if (outcome != null) {
            outcome.discard();
        }
    }

    Event.Answered event(InetAddress client, int status, long bytes, String cacheStatus, String cause) {
        long now = System.nanoTime();
        return new Event.Answered(
                received.at(),
                client,
                request.method(),
                host,
                path,
                status,
                bytes,
                now - received.nanos(),
                firstByteNanos - received.nanos(),
                cacheStatus,
                cause);
    }
}
