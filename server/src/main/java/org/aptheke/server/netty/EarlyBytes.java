package org.aptheke.server.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;

/**
 * Keeps what comes before the tunnel is joined, and passes it on when it is taken away. A failure shows in the connect's
 * future. Used on an event loop.
 */
final class EarlyBytes extends ChannelInboundHandlerAdapter {
    private final ArrayDeque<Object> kept = new ArrayDeque<>();

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        kept.add(message);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        boolean some = !kept.isEmpty();
        for (var message = kept.poll(); message != null; message = kept.poll()) {
            context.fireChannelRead(message);
        }
        if (some) {
            context.fireChannelReadComplete();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        kept.forEach(ReferenceCountUtil::release);
        kept.clear();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }
}
