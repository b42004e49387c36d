package org.aptheke.server.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.util.function.BiConsumer;
import org.aptheke.http.Content;
import org.jspecify.annotations.Nullable;

/**
 * Sends a file piece by piece, the next when the kernel has taken the one before. Pieces are small enough that other
 * connections of the event loop get their share. Used on the event loop only.
 */
final class FileSender implements ChannelFutureListener {
    static final int PIECE_BYTES = 512 << 10;

    private final Channel channel;
    private final Content.File file;
    private final BiConsumer<Long, @Nullable Throwable> whenDone;
    private long sent;
    private int piece;

    /** {@code whenDone} gets the number of bytes sent, and what went wrong. */
    FileSender(Channel channel, Content.File file, BiConsumer<Long, @Nullable Throwable> whenDone) {
        this.channel = channel;
        this.file = file;
        this.whenDone = whenDone;
    }

    /** Sends the first piece, and with it what was written before; then the others. */
    void start() {
        sendPiece();
    }

    private void sendPiece() {
        piece = (int) Math.min(PIECE_BYTES, file.count() - sent);
        var _ = channel.writeAndFlush(new SharedFileRegion(file.file().channel(), file.offset() + sent, piece))
                .addListener(this);
    }

    @Override
    public void operationComplete(ChannelFuture future) {
        if (!future.isSuccess()) {
            whenDone.accept(sent, future.cause());
            return;
        }
        sent += piece;
        if (sent == file.count()) {
            whenDone.accept(sent, null);
        } else {
            sendPiece();
        }
    }
}
