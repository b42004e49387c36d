package org.aptheke.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.aptheke.cache.CacheStatus;
import org.aptheke.fetch.DigestMismatchException;
import org.aptheke.http.Content;
import org.aptheke.http.Fields;
import org.aptheke.http.Response;
import org.aptheke.origin.EgressRefusedException;
import org.aptheke.origin.OriginBusyException;
import org.aptheke.origin.OriginTimeoutException;
import org.aptheke.store.SpaceExhaustedException;

/**
 * The only place that knows both failures and status codes. Every error has a short body, because apt does not retry
 * one without, and {@code 503} and {@code 504} say when to come again.
 */
final class ErrorAnswers {
    private static final String RETRY_AFTER_SECONDS = "5";

    /** Of an answer to a request that allowed only what is stored. */
    private static final String NOT_STORED =
            CacheStatus.own().detail("only-if-cached").render();

    private ErrorAnswers() {}

    static Answer of(IOException failure, String cacheStatus) {
        return of(statusOf(failure), describe(failure), cacheStatus);
    }

    /** A stored response may not be used, because the origin that demands a check cannot be asked (RFC 9111, 5.2.2.2). */
    static Answer ofUnchecked(IOException failure, String cacheStatus) {
        int status = statusOf(failure);
        return of(status == 502 ? 504 : status, describe(failure), cacheStatus);
    }

    static int statusOf(IOException failure) {
        return switch (failure) {
            case EgressRefusedException _ -> 403;
            case OriginBusyException _ -> 503;
            case OriginTimeoutException _ -> 504;
            case SpaceExhaustedException _ -> 507;
            case DigestMismatchException _ -> 502;
            default -> 502;
        };
    }

    /** RFC 9111, 5.2.1.7. */
    static Answer notStored() {
        return of(504, "Not stored, and the request allows no asking (Cache-Control: only-if-cached).", NOT_STORED);
    }

    static boolean isNotStored(Answer answer) {
        return answer.cacheStatus().equals(NOT_STORED);
    }

    static Answer of(int status, String reason, String cacheStatus) {
        return of(status, reason, cacheStatus, Fields.EMPTY);
    }

    static Answer of(int status, String reason, String cacheStatus, Fields extra) {
        var body = ByteBuffer.wrap((reason + "\n").getBytes(StandardCharsets.UTF_8));
        var fields = Fields.builder()
                .add("Content-Type", "text/plain; charset=utf-8")
                .add("Cache-Control", "no-store")
                .add("Via", AnswerFields.VIA)
                .add("Cache-Status", cacheStatus)
                .addAll(extra);
        if (status == 503 || status == 504) {
            fields.add("Retry-After", RETRY_AFTER_SECONDS);
        }
        return new Answer(
                new Response(status, fields.build(), new Content.Bytes(body)), cacheStatus, reason, Optional.empty());
    }

    /** An origin's error that came without a content gets one: apt does not retry an error that has none. */
    static Answer withBody(int status, Fields fields, String cacheStatus) {
        var body = ByteBuffer.wrap(
                ("The origin answered " + status + " without saying more.\n").getBytes(StandardCharsets.UTF_8));
        var described = fields.with("Content-Type", "text/plain; charset=utf-8").without("Content-Encoding");
        if ((status == 503 || status == 504) && !fields.contains("Retry-After")) {
            described = described.with("Retry-After", RETRY_AFTER_SECONDS);
        }
        return new Answer(new Response(status, described, new Content.Bytes(body)), cacheStatus, "", Optional.empty());
    }

    static String describe(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
