package org.aptheke.server.netty;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.aptheke.events.Event;
import org.aptheke.http.Interim;
import org.aptheke.http.TargetUri;
import org.jspecify.annotations.Nullable;

/**
 * One request's place in the row of answers of a connection. Used on the connection's event loop only,
 * but for {@link #precede}, which comes before the outcome is offered to that loop.
 */
final class PendingAnswer {
    private final RequestHead request;
    private final Instant receivedAt;
    private final long receivedNanos;
    private final Work work = new Work();
    private @Nullable TargetUri target;
    private @Nullable Outcome outcome;
    private long firstByteNanos;
    private List<Interim> interims = List.of();

    PendingAnswer(RequestHead request, Instant receivedAt) {
        this.request = request;
        this.receivedAt = receivedAt;
        this.receivedNanos = System.nanoTime();
        this.firstByteNanos = receivedNanos;
    }

    RequestHead request() {
        return request;
    }

    Instant receivedAt() {
        return receivedAt;
    }

    Work work() {
        return work;
    }

    void means(TargetUri newTarget) {
        target = newTarget;
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
    void begin() {
        firstByteNanos = System.nanoTime();
    }

    /** Nobody waits for it any more. */
    void abandon() {
        work.abandon();
        if (outcome != null) {
            outcome.discard();
        }
    }

    Event.Answered event(InetAddress client, int status, long bytes, String cacheStatus, String cause) {
        long now = System.nanoTime();
        return new Event.Answered(
                receivedAt,
                client,
                request.method(),
                target == null ? "" : target.authority(),
                target == null ? request.target() : target.pathAndQuery(),
                status,
                bytes,
                Duration.ofNanos(now - receivedNanos),
                Duration.ofNanos(firstByteNanos - receivedNanos),
                withoutName(cacheStatus),
                cause);
    }

    /** {@code aptheke; hit} becomes {@code hit}. */
    private static String withoutName(String cacheStatus) {
        int semicolon = cacheStatus.indexOf(';');
        return semicolon < 0 ? "" : cacheStatus.substring(semicolon + 1).strip();
    }
}
