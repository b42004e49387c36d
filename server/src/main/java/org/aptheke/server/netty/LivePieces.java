package org.aptheke.server.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.aptheke.http.Content;

/**
 * Sends pieces of an arriving content one after the other, the next when the kernel has taken the one before, as long as
 * more is there already. What is not there yet is waited for by the answer's own thread. Used on the event loop, but
 * for {@link #sent}.
 */
final class LivePieces implements ChannelFutureListener {
    private static final byte[] CRLF = "\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Channel channel;
    private final Content.Arrival arrival;
    private final boolean inChunks;
    private final LongAdder flushes;
    private final AtomicLong sent = new AtomicLong();
    private final OptionalLong length;
    private Content.Piece piece = new Content.Piece.End();

    /** Bytes of the piece, those of them that were sent, and those that are being sent. */
    private long count;

    private long done;

    private long part;
    private CompletableFuture<Void> noMore = new CompletableFuture<>();

    LivePieces(Channel channel, Content.Arrival arrival, boolean inChunks, LongAdder flushes) {
        this.channel = channel;
        this.length = arrival.length();
        this.arrival = arrival;
        this.inChunks = inChunks;
        this.flushes = flushes;
    }

    /** Bytes of content sent so far. */
    long sent() {
        return sent.get();
    }

    /**
     * Sends this, and what is there behind it.
     *
     * @param whenNoMore completed when nothing more is there; with an {@link IOException} when the client is gone, or would
     *     get too much
     */
    void send(List<ByteBuf> before, Content.Piece first, CompletableFuture<Void> whenNoMore) {
        noMore = whenNoMore;
        begin(first);
        if (isTooMuch()) {
            before.forEach(ReferenceCountUtil::release);
            fail();
        } else {
            before.forEach(this::write);
            sendPart();
        }
    }

    private void begin(Content.Piece next) {
        piece = next;
        count = next.count();
        done = 0;
    }

    private boolean isTooMuch() {
        return length.isPresent() && sent.get() + piece.count() > length.getAsLong();
    }

    private void fail() {
        noMore.completeExceptionally(new IOException("the content has more than " + length.orElse(0) + " bytes"));
    }

    private void sendPart() {
        Object content = nextPart();
        if (inChunks && part > 0) {
            ByteBuf size = channel.alloc().directBuffer(16);
            ByteBufUtil.writeAscii(size, Long.toHexString(part));
            write(size.writeBytes(CRLF));
            write(content);
            flush(Unpooled.wrappedBuffer(CRLF));
        } else {
            flush(content);
        }
    }

    private Object nextPart() {
        return switch (piece) {
            case Content.Piece.InFile(var file, long offset, long count) -> {
                part = Math.min(FileSender.PIECE_BYTES, count - done);
                yield new SharedFileRegion(file, offset + done, part);
            }
            case Content.Piece.InMemory(ByteBuffer buffer) -> {
                part = buffer.remaining();
                yield Unpooled.wrappedBuffer(buffer);
            }
            case Content.Piece.End() -> {
                part = 0;
                yield Unpooled.EMPTY_BUFFER;
            }
        };
    }

    private void write(Object message) {
        var _ = channel.write(message);
    }

    private void flush(Object message) {
        flushes.increment();
        var _ = channel.writeAndFlush(message).addListener(this);
    }

    @Override
    public void operationComplete(ChannelFuture future) {
        if (!future.isSuccess()) {
            noMore.completeExceptionally(new ClientGoneException(future.cause()));
            return;
        }
        sent.addAndGet(part);
        done += part;
        if (done < count) {
            sendPart();
            return;
        }
        var next = arrival.nextIfThere();
        if (next.isEmpty()) {
            noMore.complete(null);
            return;
        }
        begin(next.get());
        if (isTooMuch()) {
            fail();
        } else {
            sendPart();
        }
    }
}
