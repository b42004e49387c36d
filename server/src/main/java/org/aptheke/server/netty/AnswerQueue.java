package org.aptheke.server.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import org.aptheke.http.Content;
import org.aptheke.proxy.Repetition;
import org.jspecify.annotations.Nullable;

/**
 * The answers of one connection in the order of their requests (RFC 9112, 9.3.2). Each is sent when it is ready, those
 * before it are sent, and the client takes bytes. Used on the event loop only, but for {@link #offer} and
 * {@link #liveEnded}.
 */
final class AnswerQueue {
    private static final byte[] CONTINUE = ascii("HTTP/1.1 100 Continue\r\n\r\n");
    private static final byte[] NO_DATE = new byte[0];

    private final Listener listener;
    private final Channel channel;
    private final ConnectionHandler connection;
    private final Outlet outlet;
    private final InetAddress client;
    private final long number;
    private final ArrayDeque<PendingAnswer> waiting = new ArrayDeque<>(4);
    private @Nullable PendingAnswer sending;
    private boolean closing;
    private boolean closed;
    private boolean unflushed;

    AnswerQueue(ClientConnection client, ConnectionHandler connection, Outlet.Between between) {
        this.listener = client.listener();
        this.channel = client.channel();
        this.connection = connection;
        this.outlet = client.outlet(between, this::sent);
        this.client = client.client();
        this.number = listener.nextConnection();
    }

    InetAddress client() {
        return client;
    }

    /** The number of the connection. */
    long connectionNumber() {
        return number;
    }

    /** What is said of the connection to a client of that version. */
    static Lead.Persistence persistence(boolean http11, boolean close) {
        if (close) {
            return Lead.Persistence.CLOSE;
        }
        return http11 ? Lead.Persistence.UNSAID : Lead.Persistence.KEEP_ALIVE;
    }

    void add(PendingAnswer pending) {
        waiting.add(pending);
    }

    int size() {
        return waiting.size() + (sending == null ? 0 : 1);
    }

    boolean isEmpty() {
        return waiting.isEmpty() && sending == null;
    }

    /** Whether there is an answer that was not begun, so that it can still say something of the connection. */
    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** Whether the last answer of the connection was begun; the connection hears when it has left. */
    boolean isClosing() {
        return closing;
    }

    /** Whether nobody waits for answers any more. */
    boolean isClosed() {
        return closed;
    }

    /** Writes what is ready, and reads on. */
    void advance() {
        connection.advance();
    }

    /** Whether bytes behind the last request may belong to a tunnel. */
    boolean awaitsTunnel() {
        return !waiting.isEmpty() && waiting.getLast().request().isConnect();
    }

    /** Says from any thread what came of a request. */
    void offer(PendingAnswer pending, Outcome outcome) {
        try {
            channel.eventLoop().execute(() -> {
                become(pending, outcome);
                connection.advance();
            });
        } catch (RejectedExecutionException e) {
            outcome.discard();
        }
    }

    void become(PendingAnswer pending, Outcome outcome) {
        if (closed) {
            outcome.discard();
        } else {
            pending.become(outcome);
        }
    }

    /** Says from any thread that a live answer was sent, or broke off. */
    void liveEnded(PendingAnswer pending, LiveAnswer live, boolean whole, String cause) {
        try {
            channel.eventLoop().execute(() -> liveEndedHere(pending, live, whole, cause));
        } catch (RejectedExecutionException e) {
            // The listener has stopped, and with it the connection.
        }
    }

    /** Writes what is ready; returns whether there was any. */
    boolean writeReady() {
        boolean wrote = false;
        long now = 0;
        while (sending == null && !closing && !closed && channel.isWritable()) {
            var next = waiting.peek();
            if (next == null || next.outcome() == null) {
                break;
            }
            waiting.remove();
            // Not asked again for each of those that are there together.
            now = wrote ? now : System.nanoTime();
            wrote = true;
            next.begin(now);
            write(next, next.outcome());
        }
        return wrote;
    }

    void flush() {
        if (unflushed) {
            unflushed = false;
            listener.counters().flushes().increment();
            outlet.flush();
        }
    }

    /** The connection is gone: nothing more is sent, and nobody works for it any more. */
    void close() {
        closed = true;
        outlet.close();
        if (sending != null) {
            sending.work().abandon();
        }
        for (var pending : waiting) {
            pending.abandon();
            report(pending, 0, 0, "", "the client left before it was answered");
        }
        waiting.clear();
    }

    private void write(PendingAnswer pending, Outcome outcome) {
        if (!(outcome instanceof Outcome.Ready)) {
            flush();
        }
        if (!pending.interims().isEmpty()) {
            writePast(InterimHeads.of(pending.interims(), channel.alloc()));
        }
        switch (outcome) {
            case Outcome.Ready ready -> writeReady(pending, ready);
            case Outcome.Live(var live) -> {
                sending = pending;
                closing = live.closeDelimited() || isLast(pending);
                live.call(true, closing);
            }
            case Outcome.Tunnelled(var far) -> connection.becomeTunnel(pending, far);
            case Outcome.Intercepted intercepted -> connection.becomeOrigin(pending, intercepted);
            case Outcome.Continue() -> writePast(Unpooled.wrappedBuffer(CONTINUE));
        }
    }

    /** What is no answer, behind all that was written before. */
    private void writePast(ByteBuf bytes) {
        flush();
        listener.counters().flushes().increment();
        var _ = channel.writeAndFlush(bytes);
    }

    private void writeReady(PendingAnswer pending, Outcome.Ready ready) {
        closing = isLast(pending);
        var answer = ready.answer();
        var shape = answer.shape();
        int head = shape.notModifiedBytes();
        int content = head + shape.headBytes();
        unflushed = true;
        outlet.lead(lead(pending, ready));
        switch (ready.what()) {
            case Repetition.NotModified() -> {
                outlet.bytes(answer, 0, head);
                end(pending, ready, 0);
            }
            case Repetition.Whole() -> {
                boolean headOnly = pending.request().isHead();
                if (!headOnly && answer.file().isPresent()) {
                    outlet.bytes(answer, head, shape.headBytes());
                    writeFile(answer.file().get(), pending, ready);
                } else {
                    int count = headOnly ? 0 : answer.contentBytesInMemory();
                    outlet.bytes(answer, head, shape.headBytes() + count);
                    end(pending, ready, count);
                }
            }
            case Repetition.Part(long first, long end) -> {
                var file = answer.file();
                outlet.bytes(answer, head, shape.headBytes());
                if (file.isPresent()) {
                    writeFile(new Content.File(file.get().file(), first, end - first), pending, ready);
                } else {
                    outlet.bytes(answer, content + (int) first, (int) (end - first));
                    end(pending, ready, end - first);
                }
            }
        }
    }

    private void end(PendingAnswer pending, Outcome.Ready ready, long content) {
        outlet.end(new Outlet.Sent(pending, ready, content, closing ? Outlet.Then.CLOSE : Outlet.Then.NOTHING));
    }

    private void writeFile(Content.File file, PendingAnswer pending, Outcome.Ready ready) {
        sending = pending;
        unflushed = false;
        listener.counters().flushes().increment();
        outlet.flushAhead();
        var then = closing ? Outlet.Then.CLOSE : Outlet.Then.NEXT;
        new FileSender(channel, file, (sent, failure) -> sent(new Outlet.Sent(pending, ready, sent, then), failure))
                .start();
    }

    private Lead lead(PendingAnswer pending, Outcome.Ready ready) {
        var shape = ready.answer().shape();
        var now = pending.begun(listener);
        var lead = connection
                .lead()
                .begin(
                        status(ready),
                        shape.dated() ? NO_DATE : listener.dateLine(now),
                        shape.ageZero().isPresent() ? Heads.age(shape.ageZero().get(), now) : -1,
                        persistence(pending.request().http11(), closing));
        switch (ready.what()) {
            case Repetition.NotModified() -> {}
            case Repetition.Whole() -> {
                if (shape.length().isPresent()) {
                    lead.contentLength(shape.length().getAsLong());
                }
            }
            case Repetition.Part(long first, long end) -> {
                lead.contentRange(first, end, shape.length().orElseThrow());
                lead.contentLength(end - first);
            }
        }
        return lead;
    }

    private static int status(Outcome.Ready ready) {
        return switch (ready.what()) {
            case Repetition.NotModified() -> 304;
            case Repetition.Whole() -> ready.answer().shape().status();
            case Repetition.Part _ -> 206;
        };
    }

    private boolean isLast(PendingAnswer pending) {
        return !pending.request().keepAlive() || (waiting.isEmpty() && connection.noMoreRequests());
    }

    private void sent(Outlet.Sent sent, @Nullable Throwable failure) {
        var ready = sent.ready();
        String cause = failure == null ? ready.cause() : "the client left after " + sent.content() + " bytes";
        report(sent.pending(), status(ready), sent.content(), ready.cacheStatus(), cause);
        ready.answer().release();
        if (failure == null) {
            proceed(sent.then());
        }
    }

    private void liveEndedHere(PendingAnswer pending, LiveAnswer live, boolean whole, String cause) {
        if (sending != pending) {
            return;
        }
        var answer = live.answer();
        report(pending, answer.response().status(), live.sent(), Outcome.status(answer), cause);
        if (whole) {
            proceed(closing ? Outlet.Then.CLOSE : Outlet.Then.NEXT);
        } else {
            breakOff(live.closeDelimited());
        }
    }

    /** Where the end of the connection is the end of the content, only a reset tells the client that more was due. */
    private void breakOff(boolean closeDelimited) {
        Endings.breakOff(channel, closeDelimited);
    }

    private void proceed(Outlet.Then then) {
        if (then == Outlet.Then.NOTHING || closed) {
            return;
        }
        sending = null;
        if (then == Outlet.Then.CLOSE) {
            connection.lastSent();
        } else {
            connection.advance();
        }
    }

    private void report(PendingAnswer pending, int status, long bytes, String cacheStatus, String cause) {
        listener.events().accept(pending.event(client, status, bytes, cacheStatus, cause));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
