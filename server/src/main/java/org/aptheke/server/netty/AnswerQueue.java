package org.aptheke.server.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import org.aptheke.http.Content;
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
    private final InetAddress client;
    private final ArrayDeque<PendingAnswer> waiting = new ArrayDeque<>();
    private @Nullable PendingAnswer sending;
    private boolean closing;
    private boolean closed;
    private boolean unflushed;

    /** What follows when an answer's last byte has left. */
    private enum Then {
        NOTHING,
        NEXT,
        CLOSE
    }

    AnswerQueue(Listener listener, Channel channel, ConnectionHandler connection, InetAddress client) {
        this.listener = listener;
        this.channel = channel;
        this.connection = connection;
        this.client = client;
    }

    InetAddress client() {
        return client;
    }

    /** What is said of the connection to a client of that version. */
    static Heads.Persistence persistence(boolean http11, boolean close) {
        if (close) {
            return Heads.Persistence.CLOSE;
        }
        return http11 ? Heads.Persistence.UNSAID : Heads.Persistence.KEEP_ALIVE;
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

    /** Whether the last answer of the connection was begun; the connection hears when it has left. */
    boolean isClosing() {
        return closing;
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
        while (sending == null && !closing && !closed && channel.isWritable()) {
            var next = waiting.peek();
            if (next == null || next.outcome() == null) {
                break;
            }
            waiting.remove();
            write(next, next.outcome());
            wrote = true;
        }
        return wrote;
    }

    void flush() {
        if (unflushed) {
            unflushed = false;
            listener.counters().flushes().increment();
            channel.flush();
        }
    }

    /** The connection is gone: nothing more is sent, and nobody works for it any more. */
    void close() {
        closed = true;
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
        pending.begin();
        switch (outcome) {
            case Outcome.Ready ready -> writeReady(pending, ready);
            case Outcome.Live(var live) -> {
                sending = pending;
                closing = live.closeDelimited() || isLast(pending);
                flush();
                live.call(true, closing);
            }
            case Outcome.Tunnelled(var far) -> connection.becomeTunnel(pending, far);
            case Outcome.Intercepted intercepted -> connection.becomeOrigin(pending, intercepted);
            case Outcome.Continue() -> {
                var _ = channel.write(Unpooled.wrappedBuffer(CONTINUE));
                unflushed = true;
            }
        }
    }

    private void writeReady(PendingAnswer pending, Outcome.Ready ready) {
        closing = isLast(pending);
        var answer = ready.answer();
        boolean headOnly = pending.request().isHead();
        var _ = channel.write(lead(pending, answer.shape()));
        unflushed = true;
        if (answer.content() instanceof Content.File file && !headOnly) {
            sending = pending;
            var _ = channel.write(answer.bytes(true));
            unflushed = false;
            listener.counters().flushes().increment();
            var then = closing ? Then.CLOSE : Then.NEXT;
            new FileSender(channel, file, (sent, failure) -> sent(pending, ready, sent, failure, then)).start();
        } else {
            long content = headOnly ? 0 : answer.contentBytesInMemory();
            var then = closing ? Then.CLOSE : Then.NOTHING;
            var _ = channel.write(answer.bytes(headOnly))
                    .addListener(
                            future -> sent(pending, ready, future.isSuccess() ? content : 0, future.cause(), then));
        }
    }

    private ByteBuf lead(PendingAnswer pending, ReadyAnswer.Shape shape) {
        var now = listener.now();
        ByteBuf lead = channel.alloc().directBuffer(Heads.leadBytes());
        Heads.lead(
                lead,
                shape.status(),
                shape.dated() ? NO_DATE : listener.dateLine(now),
                shape.ageZero().map(zero -> Heads.age(zero, now)).orElse(-1L),
                persistence(pending.request().http11(), closing));
        return lead;
    }

    private boolean isLast(PendingAnswer pending) {
        return !pending.request().keepAlive() || (waiting.isEmpty() && connection.noMoreRequests());
    }

    private void sent(PendingAnswer pending, Outcome.Ready ready, long bytes, @Nullable Throwable failure, Then then) {
        String cause = failure == null ? ready.cause() : "the client left after " + bytes + " bytes";
        report(pending, ready.answer().shape().status(), bytes, ready.cacheStatus(), cause);
        ready.answer().release();
        if (failure == null) {
            proceed(then);
        }
    }

    private void liveEndedHere(PendingAnswer pending, LiveAnswer live, boolean whole, String cause) {
        if (sending != pending) {
            return;
        }
        var answer = live.answer();
        report(pending, answer.response().status(), live.sent(), answer.cacheStatus(), cause);
        if (whole) {
            proceed(closing ? Then.CLOSE : Then.NEXT);
        } else {
            breakOff(live.closeDelimited());
        }
    }

    /** Where the end of the connection is the end of the content, only a reset tells the client that more was due. */
    private void breakOff(boolean closeDelimited) {
        Endings.breakOff(channel, closeDelimited);
    }

    private void proceed(Then then) {
        if (then == Then.NOTHING || closed) {
            return;
        }
        sending = null;
        if (then == Then.CLOSE) {
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
