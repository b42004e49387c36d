package org.aptheke.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.aptheke.digest.Digest;
import org.aptheke.http.Fields;
import org.aptheke.http.HttpDate;
import org.aptheke.http.Request;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;

/** Responses and requests for the tests of this package; everything happens on one morning. */
record Stored(String path, int status, Fields fields, Fields request, Duration delay) {
    static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");
    static final Reuse REUSE = new Reuse(FreshnessPolicy.DEFAULT);

    private static final String OPAQUE_PATH = "/images/debian-12.iso";

    /** A 200 of an opaque resource with these fields and no others, not even a Date. */
    static Stored with(String... fields) {
        return new Stored(OPAQUE_PATH, 200, Fields.of(fields), Fields.EMPTY, Duration.ZERO);
    }

    static Stored withCacheControl(String value) {
        return with("Cache-Control", value, "ETag", "\"abc\"");
    }

    Stored at(String newPath) {
        return new Stored(newPath, status, fields, request, delay);
    }

    Stored status(int newStatus) {
        return new Stored(path, newStatus, fields, request, delay);
    }

    Stored and(String name, String value) {
        return new Stored(path, status, fields.toBuilder().add(name, value).build(), request, delay);
    }

    /** The request it answered had these fields. */
    Stored answering(String... requestFields) {
        return new Stored(path, status, fields, Fields.of(requestFields), delay);
    }

    /** Its answer took so long. */
    Stored after(Duration newDelay) {
        return new Stored(path, status, fields, request, newDelay);
    }

    /** The stored response, received so long before {@link #NOW}. */
    StoredResponse received(Duration ago) {
        var receivedAt = NOW.minus(ago);
        return new StoredResponse(
                CacheKey.of(target(path)),
                Selection.of(fields, request).orElse(Fields.EMPTY),
                status,
                StoredFields.of(fields),
                Digest.EMPTY,
                10,
                receivedAt.minus(delay),
                receivedAt,
                receivedAt,
                request.contains("Authorization"));
    }

    StoredResponse received(long secondsAgo) {
        return received(Duration.ofSeconds(secondsAgo));
    }

    /** The decision for a plain request so many seconds after it was received. */
    Decision askedAfter(long seconds, String... requestFields) {
        return REUSE.decide(get(requestFields), List.of(received(seconds)), NOW);
    }

    /** Whether a plain request so many seconds later is answered from the store as fresh. */
    boolean isReusedAfter(long seconds, String... requestFields) {
        return askedAfter(seconds, requestFields) instanceof Decision.Serve serve && serve.fresh();
    }

    boolean isServedOnErrorAfter(long seconds, String... requestFields) {
        return REUSE.mayServeStaleOnError(get(requestFields), received(seconds), NOW);
    }

    StoredPart part(long first, long end, OptionalLong completeLength) {
        var response = received(0);
        return new StoredPart(
                response.key(),
                response.selecting(),
                response.fields(),
                "partial",
                first,
                end,
                completeLength,
                response.requestedAt(),
                response.receivedAt());
    }

    static Request get(String... fields) {
        return new Request("GET", target(OPAQUE_PATH), Fields.of(fields));
    }

    static TargetUri target(String path) {
        return new TargetUri(Scheme.HTTP, "deb.example.org", 80, path, "");
    }

    /** An HTTP date so many seconds from {@link #NOW}. */
    static String date(long seconds) {
        return HttpDate.format(NOW.plusSeconds(seconds));
    }
}
