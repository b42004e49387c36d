package org.aptheke.server.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/**
 * Two connections whose bytes go over to each other (RFC 9110, 9.3.6). Each side is read only while the other takes
 * bytes; a side that ends its output ends it on the other side too, and the opposite direction goes on. Both channels
 * have the same event loop, and this is used on it only.
 */
final class Tunnel implements Swept {
    static final byte[] ESTABLISHED = "HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Listener listener;
    private final LoopConnections siblings;
    private final Channel near;
    private final Channel far;
    private final PendingAnswer pending;
    private final InetAddress client;
    private long lastByte = System.nanoTime();
    private long toClient;
    private int endedDirections;
    private boolean ended;

    Tunnel(
            Listener listener,
            LoopConnections siblings,
            Channel near,
            Channel far,
            PendingAnswer pending,
            InetAddress client) {
        this.listener = listener;
        this.siblings = siblings;
        this.near = near;
        this.far = far;
        this.pending = pending;
        this.client = client;
    }

    /**
     * Takes over both channels.
     *
     * @param early what the client sent without waiting for the answer
     * @param nearEnded whether the client has already ended its output
     */
    void begin(ByteBuf early, boolean nearEnded) {
        listener.counters().tunnels().increment();
        listener.counters().openTunnels().increment();
        siblings.add(this);
        near.pipeline().addLast(new Side(near, far));
        far.pipeline().addLast(new Side(far, near));
        far.pipeline().remove(EarlyBytes.class);
        var _ = near.writeAndFlush(Unpooled.wrappedBuffer(ESTABLISHED));
        var _ = far.writeAndFlush(early);
        if (nearEnded) {
            directionEnded(far);
        }
        if (!far.isActive()) {
            end("the far end left");
        }
        near.config().setAutoRead(true);
        far.config().setAutoRead(true);
    }

    @Override
    public void sweep(long now) {
        if (now - lastByte > listener.limits().tunnelIdleTimeout().toNanos()) {
            end("silent for too long");
        }
    }

    @Override
    public void drain() {
        // A tunnel has no point at which it is done; it goes on until the time for draining is over.
    }

    @Override
    public void cut() {
        end("this cache stopped");
    }

    /** Passes the end of one side's output on to the other, behind what was read before. */
    private void directionEnded(Channel receiver) {
        if (++endedDirections == 2) {
            end("");
        } else {
            receiver.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> Endings.endOutput(receiver));
        }
    }

    private void end(String cause) {
        if (ended) {
            return;
        }
        ended = true;
        siblings.remove(this);
        listener.counters().openTunnels().decrement();
        listener.events().accept(pending.event(client, 200, toClient, "", cause));
        // What was read is delivered first.
        near.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        far.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** Reads from one channel and writes to the other. */
    private final class Side extends ChannelInboundHandlerAdapter {
        private final Channel here;
        private final Channel there;

        Side(Channel here, Channel there) {
            this.here = here;
            this.there = there;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            lastByte = System.nanoTime();
            if (there.equals(near)) {
                toClient += ((ByteBuf) message).readableBytes();
            }
            var _ = there.write(message);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            there.flush();
            here.config().setAutoRead(there.isWritable());
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            lastByte = System.nanoTime();
            there.config().setAutoRead(here.isWritable());
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof ChannelInputShutdownEvent) {
                directionEnded(there);
            } else if (event instanceof SslCloseCompletionEvent) {
                // The TLS layer ends both directions when the client ends one.
                end("");
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            end(here.equals(near) ? "the client left" : "the far end left");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var _ = here.close();
        }
    }
}
