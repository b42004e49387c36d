package org.aptheke.server.netty;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Sends a connection away that is one too many. */
final class Turnstile extends ChannelInboundHandlerAdapter {
    private final boolean says;

    /** {@code says} false: without a word, which would have to be said in TLS. */
    Turnstile(boolean says) {
        this.says = says;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (!says) {
            var _ = context.close();
            return;
        }
        var _ = context.writeAndFlush(Unpooled.wrappedBuffer(OwnAnswers.TOO_MANY_CONNECTIONS))
                .addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }
}
