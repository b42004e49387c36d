package org.aptheke.origin.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.aptheke.http.Fields;
import org.aptheke.http.Scheme;
import org.aptheke.http.TargetUri;
import org.aptheke.origin.BandwidthLimit;
import org.aptheke.origin.Cidr;
import org.aptheke.origin.EgressGuard;
import org.aptheke.origin.OriginIdentity;
import org.aptheke.origin.OriginLimits;
import org.aptheke.origin.OriginRequest;
import org.aptheke.origin.OriginResponse;
import org.aptheke.testkit.ScriptedOrigin;

/** What the tests of the client share. */
final class OriginClientFixture {
    static final Duration LONG = Duration.ofSeconds(20);
    static final OriginIdentity IDENTITY = new OriginIdentity("aptheke/test", "1.1 aptheke (test)");
    /** Limits that a loaded machine does not reach. */
    static final OriginLimits ROOMY = OriginLimits.DEFAULT.withTimes(LONG, LONG, LONG);

    static final EgressGuard LOOPBACK = new EgressGuard(List.of(Cidr.parse("127.0.0.0/8"), Cidr.parse("::1")));
    private static final long LONGEST_SECONDS = 20;

    private OriginClientFixture() {}

    static HttpOriginClient client(OriginLimits limits) {
        return new HttpOriginClient(IDENTITY, limits, OriginNetwork.of(LOOPBACK), BandwidthLimit.UNLIMITED);
    }

    /** An origin that answers every request with these bytes. */
    static ScriptedOrigin always(String bytes) throws IOException {
        return ScriptedOrigin.start().otherwise((request, reply) -> reply.raw(bytes));
    }

    /** An origin that answers every request with these bytes and closes. */
    static ScriptedOrigin closingAfter(String bytes) throws IOException {
        return ScriptedOrigin.start()
                .otherwise((request, reply) -> reply.thenClose().raw(bytes));
    }

    static OriginRequest get(ScriptedOrigin origin, String path) {
        return request("GET", origin, path, Fields.EMPTY);
    }

    static OriginRequest request(String method, ScriptedOrigin origin, String pathAndQuery, Fields fields) {
        int question = pathAndQuery.indexOf('?');
        String path = question < 0 ? pathAndQuery : pathAndQuery.substring(0, question);
        String query = question < 0 ? "" : pathAndQuery.substring(question + 1);
        return new OriginRequest(method, new TargetUri(Scheme.HTTP, "127.0.0.1", origin.port(), path, query), fields);
    }

    static String text(OriginResponse response) throws IOException {
        return new String(bytes(response, ByteBuffer.allocate(1000)), StandardCharsets.ISO_8859_1);
    }

    static byte[] bytes(OriginResponse response, ByteBuffer buffer) throws IOException {
        var all = new ByteArrayOutputStream();
        while (response.read(buffer.clear()) >= 0) {
            byte[] piece = new byte[buffer.flip().remaining()];
            buffer.get(piece);
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }

    /** Runs it on a virtual thread, as the program does, and gives up after a while. */
    static <T> T onVirtualThread(Callable<T> work) throws Exception {
        var task = new FutureTask<>(work);
        var thread = Thread.ofVirtual().start(task);
        try {
            return task.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        } catch (TimeoutException e) {
            thread.interrupt();
            throw new AssertionError("not done within " + LONGEST_SECONDS + " s", e);
        }
    }
}
