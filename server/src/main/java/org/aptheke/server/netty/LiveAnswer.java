package org.aptheke.server.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.aptheke.http.Content;
import org.aptheke.proxy.Answer;
import org.jspecify.annotations.Nullable;

/**
 * An answer whose content is still arriving. Its virtual thread waits for its turn on the connection, then for each piece
 * that is not there yet; what is there the event loop sends by itself, as fast as the kernel takes it: a slow client slows
 * only itself. What breaks off is never ended properly, so that the client sees it.
 */
final class LiveAnswer {
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Listener listener;
    private final Channel channel;
    private final Answer answer;
    private final Heads.Delimiter delimiter;
    private final boolean http11;
    private final CompletableFuture<Turn> turn = new CompletableFuture<>();
    private volatile @Nullable LivePieces pieces;

    /** Whether to send at all, and whether the connection ends after it. */
    private record Turn(boolean send, boolean close) {}

    LiveAnswer(Listener listener, Channel channel, Answer answer, boolean http11) {
        this.listener = listener;
        this.channel = channel;
        this.answer = answer;
        this.http11 = http11;
        this.delimiter = delimiter(answer.response().content().length(), http11);
    }

    /** Whether only the end of the connection can tell the end of the content. */
    boolean closeDelimited() {
        return delimiter == Heads.Delimiter.NOTHING;
    }

    Answer answer() {
        return answer;
    }

    /** Bytes of content sent so far. */
    long sent() {
        var sending = pieces;
        return sending == null ? 0 : sending.sent();
    }

    /** Called on the event loop when it is this answer's turn, or will never be. */
    void call(boolean send, boolean close) {
        turn.complete(new Turn(send, close));
    }

    /**
     * Sends everything, the piece that came first before the others; returns when the kernel has taken the last byte.
     *
     * @throws IOException when the content breaks off or the client is gone
     */
    void send(Content.Piece first, Content.Arrival arrival) throws IOException, InterruptedException {
        boolean close = awaitTurn();
        var length = arrival.length();
        var sending = new LivePieces(
                channel,
                arrival,
                delimiter == Heads.Delimiter.CHUNKS,
                listener.counters().flushes());
        pieces = sending;
        List<ByteBuf> before = List.of(head(close));
        var piece = first;
        while (!(piece instanceof Content.Piece.End)) {
            send(sending, before, piece);
            before = List.of();
            piece = arrival.next();
        }
        if (length.isPresent() && sending.sent() != length.getAsLong()) {
            before.forEach(ByteBuf::release);
            throw new IOException("the content ended at " + sending.sent() + " of " + length.getAsLong() + " bytes");
        }
        sendEnd(sending, before);
    }

    private void sendEnd(LivePieces sending, List<ByteBuf> before) throws IOException, InterruptedException {
        var last = new ArrayList<ByteBuf>(before);
        if (delimiter == Heads.Delimiter.CHUNKS) {
            last.add(Unpooled.wrappedBuffer(LAST_CHUNK));
        }
        if (!last.isEmpty()) {
            send(sending, last, new Content.Piece.End());
        }
    }

    /** Returns when that is sent, and what was there behind it. */
    private void send(LivePieces sending, List<ByteBuf> before, Content.Piece piece)
            throws IOException, InterruptedException {
        var sent = new CompletableFuture<Void>();
        try {
            channel.eventLoop().execute(() -> sending.send(before, piece, sent));
        } catch (RejectedExecutionException e) {
            before.forEach(ByteBuf::release);
            throw new IOException("the listener has stopped", e);
        }
        try {
            sent.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e);
        }
    }

    private boolean awaitTurn() throws IOException, InterruptedException {
        try {
            var called = turn.get();
            if (!called.send()) {
                throw new IOException("the client left");
            }
            return called.close();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private ByteBuf head(boolean close) {
        var response = answer.response();
        var now = listener.now();
        ByteBuf rest = listener.preparation().liveHead(response, delimiter);
        byte[] date = response.fields().contains("Date") ? new byte[0] : listener.dateLine(now);
        ByteBuf lead = new Lead()
                .begin(response.status(), date, -1, AnswerQueue.persistence(http11, close))
                .toBuffer(channel.alloc());
        return Unpooled.wrappedBuffer(lead, rest);
    }

    private static Heads.Delimiter delimiter(OptionalLong length, boolean http11) {
        if (length.isPresent()) {
            return Heads.Delimiter.LENGTH;
        }
        return http11 ? Heads.Delimiter.CHUNKS : Heads.Delimiter.NOTHING;
    }
}
