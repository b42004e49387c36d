package org.aptheke.server.netty;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import org.aptheke.events.Event;
import org.aptheke.http.TargetUri;
import org.jspecify.annotations.Nullable;

/** One request's place in the row of answers of a connection. Used on the connection's event loop only. */
final class PendingAnswer {
    private final RequestHead request;
    private final Instant receivedAt;
    private final long receivedNanos;
    private @Nullable Work work;
    private @Nullable TargetUri target;
    private @Nullable Outcome outcome;
    private long firstByteNanos;

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

    /** The thread that makes the answer. */
    Work work() {
        if (work == null) {
            work = new Work();
        }
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

    /** The first byte is being written. */
    void begin() {
        firstByteNanos = System.nanoTime();
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
