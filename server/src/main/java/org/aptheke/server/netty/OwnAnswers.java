package org.aptheke.server.netty;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.aptheke.http.Content;
import org.aptheke.http.Fields;
import org.aptheke.http.Response;
import org.aptheke.proxy.Answer;

/** Answers the listener gives without the engine: when there is too much to do, and when the engine has a bug. */
final class OwnAnswers {
    private static final String RETRY_AFTER_SECONDS = "2";

    private OwnAnswers() {}

    static Answer tooManyRequests(int limit) {
        return of(503, "all " + limit + " places for running requests are taken; try again in a moment");
    }

    static Answer bug() {
        return of(500, "this cache failed to answer; its log says why");
    }

    static Answer unavailable() {
        return of(503, "this cache is stopping");
    }

    private static Answer of(int status, String reason) {
        byte[] body = (reason + "\n").getBytes(StandardCharsets.UTF_8);
        var fields = Fields.builder().add("Content-Type", "text/plain; charset=utf-8");
        if (status == 503) {
            fields.add("Retry-After", RETRY_AFTER_SECONDS);
        }
        var response = new Response(status, fields.build(), new Content.Bytes(ByteBuffer.wrap(body)));
        return new Answer(response, "", reason, Optional.empty());
    }

    /** For a connection that is over the limit, as it stands; nobody has read a request. */
    static byte[] tooManyConnections(int limit) {
        return sendAway(
                "503 Service Unavailable",
                "this cache has as many connections as it takes; try again in a moment. The limit is [limits]"
                        + " connections = " + limit);
    }

    static byte[] tooManyConnectionsOfTheClient(int limit) {
        return sendAway(
                "429 Too Many Requests",
                "this client has as many connections as one may have; the limit is [limits] connections_per_client = "
                        + limit);
    }

    private static byte[] sendAway(String status, String reason) {
        String body = reason + "\n";
        return ("HTTP/1.1 " + status + "\r\nContent-Type: text/plain; charset=utf-8\r\nRetry-After: "
                        + RETRY_AFTER_SECONDS + "\r\nConnection: close\r\nContent-Length: " + body.length()
                        + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
