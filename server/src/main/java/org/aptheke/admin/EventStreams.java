package org.aptheke.admin;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.aptheke.admin.LogLines.Line;
import org.aptheke.admin.LogLines.Wanted;
import tools.jackson.databind.JsonNode;

/**
 * Streams of server-sent events: each is a request that goes on until the client leaves, some minutes have gone by or the
 * program ends. A client that comes back says which event it had last. Safe for use by many threads.
 */
final class EventStreams implements AutoCloseable {
    private static final String TYPE = "text/event-stream";
    private static final int MOST = 50;
    private static final long LOOK_EVERY_MILLIS = 250;
    private static final Duration STILL_THERE_EVERY = Duration.ofSeconds(10);

    /** Afterwards the client comes again, and it is looked at anew whether it may. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private static final int AT_ONCE = 1_000;

    private final Semaphore places = new Semaphore(MOST);
    private final Semaphore ended = new Semaphore(0);

    /** Answers with lines that come from now on, or behind the one that the client had last. */
    void follow(Context context, LogLines lines, Wanted wanted, Function<Line, JsonNode> written) throws IOException {
        if (!String.valueOf(context.header("Accept")).contains(TYPE)) {
            Problem.answer(
                    context, 406, "Not a stream", "Events come as a stream that goes on: ask with Accept: " + TYPE);
            return;
        }
        if (!places.tryAcquire()) {
            Problem.answer(context, 503, "Too many streams", "There are " + MOST + " streams of events already.");
            return;
        }
        try {
            var response = context.res();
            response.setContentType(TYPE + ";charset=utf-8");
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("X-Accel-Buffering", "no");
            if (context.method().equals(HandlerType.HEAD)) {
                return;
            }
            stream(response.getOutputStream(), lines, from(context, lines, wanted), written);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            places.release();
        }
    }

    private static Wanted from(Context context, LogLines lines, Wanted wanted) {
        var last = context.header("Last-Event-ID");
        long after = last != null && last.matches("[0-9]{1,18}") ? Long.parseLong(last) : wanted.after();
        return after(wanted, after == 0 || after > lines.last() ? lines.last() : after);
    }

    private static Wanted after(Wanted wanted, long number) {
        return new Wanted(wanted.level(), wanted.part(), wanted.source(), number, false, AT_ONCE);
    }

    private void stream(OutputStream out, LogLines lines, Wanted first, Function<Line, JsonNode> written)
            throws IOException, InterruptedException {
        var wanted = first;
        long begun = System.nanoTime();
        long toldAt = begun;
        write(out, "retry: 2000\n\n");
        while (System.nanoTime() - begun < LONGEST.toNanos()) {
            long last = lines.last();
            List<Line> fresh = last > wanted.after() ? lines.lines(wanted) : List.of();
            for (var line : fresh.reversed()) {
                write(out, "id: " + line.number() + "\nevent: log\ndata: " + written.apply(line) + "\n\n");
            }
            if (!fresh.isEmpty()) {
                toldAt = System.nanoTime();
            } else if (System.nanoTime() - toldAt >= STILL_THERE_EVERY.toNanos()) {
                write(out, ": still there\n\n");
                toldAt = System.nanoTime();
            }
            wanted = after(
                    wanted,
                    Math.max(last, fresh.isEmpty() ? 0 : fresh.getFirst().number()));
            if (ended.tryAcquire(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                ended.release();
                return;
            }
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Ends all streams soon. */
    @Override
    public void close() {
        ended.release();
    }
}
