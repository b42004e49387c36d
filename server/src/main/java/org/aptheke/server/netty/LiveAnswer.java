package org.aptheke.server.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.aptheke.http.Content;
import org.aptheke.proxy.Answer;

/**
 * An answer whose content is still arriving. Its virtual thread waits for its turn on the connection, then takes piece
 * after piece and waits until the kernel has taken each: a slow client slows only itself. What breaks off is never
 * ended properly, so that the client sees it.
 */
final class LiveAnswer {
    private static final byte[] CRLF = "\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Listener listener;
    private final Channel channel;
    private final Answer answer;
    private final Heads.Delimiter delimiter;
    private final boolean http11;
    private final CompletableFuture<Turn> turn = new CompletableFuture<>();
    private final AtomicLong sent = new AtomicLong();

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
        return sent.get();
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
        List<Object> parts = new ArrayList<>();
        parts.add(head(close));
        var piece = first;
        while (!(piece instanceof Content.Piece.End)) {
            sendPiece(parts, piece, length);
            parts.clear();
            piece = arrival.next();
        }
        if (length.isPresent() && sent.get() != length.getAsLong()) {
            parts.forEach(ReferenceCountUtil::release);
            throw new IOException("the content ended at " + sent.get() + " of " + length.getAsLong() + " bytes");
        }
        if (delimiter == Heads.Delimiter.CHUNKS) {
            parts.add(Unpooled.wrappedBuffer(LAST_CHUNK));
        }
        if (!parts.isEmpty()) {
            write(parts);
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

    private void sendPiece(List<Object> parts, Content.Piece piece, OptionalLong length)
            throws IOException, InterruptedException {
        switch (piece) {
            case Content.Piece.InFile(var file, long offset, long count) -> {
                check(count, length, parts);
                for (long done = 0; done < count; ) {
                    long part = Math.min(FileSender.PIECE_BYTES, count - done);
                    sendPart(parts, new SharedFileRegion(file, offset + done, part), part);
                    done += part;
                }
            }
            case Content.Piece.InMemory(var buffer) -> {
                int count = buffer.remaining();
                check(count, length, parts);
                if (count > 0) {
                    sendPart(parts, Unpooled.wrappedBuffer(buffer), count);
                }
            }
            case Content.Piece.End() -> {}
        }
        if (!parts.isEmpty()) {
            write(parts);
        }
    }

    private void sendPart(List<Object> parts, Object part, long count) throws IOException, InterruptedException {
        if (delimiter == Heads.Delimiter.CHUNKS) {
            ByteBuf size = channel.alloc().directBuffer(16);
            ByteBufUtil.writeAscii(size, Long.toHexString(count));
            parts.add(size.writeBytes(CRLF));
            parts.add(part);
            parts.add(Unpooled.wrappedBuffer(CRLF));
        } else {
            parts.add(part);
        }
        write(parts);
        parts.clear();
        sent.addAndGet(count);
    }

    private void check(long count, OptionalLong length, List<Object> parts) throws IOException {
        if (length.isPresent() && sent.get() + count > length.getAsLong()) {
            parts.forEach(ReferenceCountUtil::release);
            throw new IOException("the content has more than " + length.getAsLong() + " bytes");
        }
    }

    /** Writes the parts together and waits until the kernel has taken them. */
    private void write(List<Object> parts) throws IOException, InterruptedException {
        ChannelPromise done = channel.newPromise();
        var batch = List.copyOf(parts);
        try {
            channel.eventLoop().execute(() -> {
                for (int i = 0; i < batch.size() - 1; i++) {
                    var _ = channel.write(batch.get(i));
                }
                var _ = channel.writeAndFlush(batch.getLast(), done);
                listener.counters().flushes().increment();
            });
        } catch (RejectedExecutionException e) {
            batch.forEach(ReferenceCountUtil::release);
            throw new IOException("the listener has stopped", e);
        }
        done.await();
        if (!done.isSuccess()) {
            throw new ClientGoneException(done.cause());
        }
    }

    private static Heads.Delimiter delimiter(OptionalLong length, boolean http11) {
        if (length.isPresent()) {
            return Heads.Delimiter.LENGTH;
        }
        return http11 ? Heads.Delimiter.CHUNKS : Heads.Delimiter.NOTHING;
    }
}
