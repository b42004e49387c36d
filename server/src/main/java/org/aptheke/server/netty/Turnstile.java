package org.aptheke.server.netty;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends a connection away that is one too many. It waits a moment for the request, which the client has often sent
 * already: closing with that unread would reset the connection, and the client might never see the words. When too many
 * are waited for, the next ones are closed at once.
 */
final class Turnstile extends ChannelInboundHandlerAdapter {
    private static final long MOMENT_MILLIS = 500;
    private static final int MOST = 1000;

    private final AtomicInteger waiting;
    private final byte[] words;

    /**
     * Sends away one connection.
     *
     * @param waiting how many are being sent away on all event loops
     * @param words empty for none, where they would have to be said in TLS
     */
    Turnstile(AtomicInteger waiting, byte[] words) {
        this.waiting = waiting;
        this.words = words.clone();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (words.length == 0 || waiting.get() >= MOST) {
            close(context);
            return;
        }
        waiting.incrementAndGet();
        context.channel().closeFuture().addListener(_ -> waiting.decrementAndGet());
        context.writeAndFlush(Unpooled.wrappedBuffer(words)).addListener((ChannelFuture sent) -> {
            if (sent.isSuccess()) {
                Endings.endOutput(sent.channel());
            } else {
                var _ = sent.channel().close();
            }
        });
        var _ = context.executor().schedule(() -> close(context), MOMENT_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ReferenceCountUtil.release(message);
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        close(context);
    }

    private static void close(ChannelHandlerContext context) {
        var _ = context.close();
    }
}
