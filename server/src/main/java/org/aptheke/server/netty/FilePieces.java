package org.aptheke.server.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayDeque;

/**
 * Turns regions of files into bytes where the kernel cannot send them itself because they are to be encrypted. One
 * piece is in memory at a time; the next is read when the kernel has taken the one before. What is written behind a
 * region waits for it. Used on the event loop only.
 */
final class FilePieces extends ChannelOutboundHandlerAdapter {
    static final int PIECE_BYTES = 128 << 10;

    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(2);
    private boolean pieceOnItsWay;

    private static final class Waiting {
        private final Object message;
        private final ChannelPromise promise;
        private long done;

        Waiting(Object message, ChannelPromise promise) {
            this.message = message;
            this.promise = promise;
        }
    }

    /** Where no more files will be sent. */
    static void removeFrom(Channel channel) {
        var pieces = channel.pipeline().get(FilePieces.class);
        if (pieces != null) {
            channel.pipeline().remove(pieces);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (waiting.isEmpty() && message instanceof ByteBuf) {
            var _ = context.write(message, promise);
        } else {
            waiting.add(new Waiting(message, promise.unvoid()));
        }
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        if (!pieceOnItsWay) {
            proceed(context);
        }
        context.flush();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        for (var each = waiting.poll(); each != null; each = waiting.poll()) {
            giveUp(each, new IOException("the connection is gone"));
        }
    }

    /**
     * Writes up to the next piece of a file. Whoever hears that a region is done may write the next one at once, from
     * within here: then its first piece is on its way already.
     */
    private void proceed(ChannelHandlerContext context) {
        for (var next = waiting.peek(); next != null && !pieceOnItsWay; next = waiting.peek()) {
            if (next.message instanceof SharedFileRegion region && next.done < region.count()) {
                writePiece(context, region, next);
                return;
            }
            waiting.remove();
            if (next.message instanceof SharedFileRegion region) {
                region.release();
                next.promise.trySuccess();
            } else {
                var _ = context.write(next.message, next.promise);
            }
        }
    }

    private void writePiece(ChannelHandlerContext context, SharedFileRegion region, Waiting next) {
        int count = (int) Math.min(PIECE_BYTES, region.count() - next.done);
        ByteBuf piece = context.alloc().directBuffer(count);
        try {
            read(region, region.position() + next.done, count, piece);
        } catch (IOException e) {
            piece.release();
            waiting.remove();
            giveUp(next, e);
            var _ = context.channel().close();
            return;
        }
        next.done += count;
        pieceOnItsWay = true;
        context.write(piece).addListener((ChannelFuture written) -> {
            pieceOnItsWay = false;
            if (written.isSuccess()) {
                proceed(context);
                context.flush();
            } else if (waiting.remove(next)) {
                giveUp(next, written.cause());
            }
        });
    }

    private static void read(SharedFileRegion region, long offset, int count, ByteBuf into) throws IOException {
        int done = 0;
        while (done < count) {
            int read = into.writeBytes(region.file(), offset + done, count - done);
            if (read < 0) {
                throw new EOFException("the stored file ends at " + (offset + done) + ", not at " + (offset + count));
            }
            done += read;
        }
    }

    private static void giveUp(Waiting each, Throwable cause) {
        ReferenceCountUtil.release(each.message);
        each.promise.tryFailure(cause);
    }
}
