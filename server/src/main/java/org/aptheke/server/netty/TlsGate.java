package org.aptheke.server.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslClientHelloHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads how a connection begins to speak TLS, and lets it or not: what the client wants must be what there is. What is
 * refused is told why in the words of TLS, or of HTTP when it does not speak TLS at all. Used on the connection's event
 * loop only.
 */
final class TlsGate extends SslClientHelloHandler<ClientHello> implements Swept {
    private static final int UNRECOGNIZED_NAME = 112;
    private static final int NO_APPLICATION_PROTOCOL = 120;
    private static final byte[] NOT_TLS = notTls();

    private final ClientConnection connection;
    private final Listener listener;
    private final Channel channel;
    private final LoopConnections siblings;
    private final TlsParty party;
    private final long begun = System.nanoTime();
    private long beginWithin = Long.MAX_VALUE;
    private boolean decided;

    TlsGate(ClientConnection connection, TlsParty party) {
        this.connection = connection;
        this.listener = connection.listener();
        this.channel = connection.channel();
        this.siblings = connection.siblings();
        this.party = party;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        siblings.add(this);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) throws Exception {
        siblings.remove(this);
        super.handlerRemoved0(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        siblings.remove(this);
        super.channelInactive(context);
        refuse("the client left before it spoke TLS");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // The message would quote what the client sent.
        refuse("the client does not speak TLS");
        var _ = channel.close();
    }

    /** {@code message} is absent when what came is not such a message. */
    @Override
    protected Future<ClientHello> lookup(ChannelHandlerContext context, @Nullable ByteBuf message) {
        var loop = context.executor();
        if (message == null) {
            return loop.newFailedFuture(new IllegalArgumentException("no ClientHello"));
        }
        try {
            return loop.newSucceededFuture(ClientHello.parse(message));
        } catch (IndexOutOfBoundsException e) {
            return loop.newFailedFuture(e);
        }
    }

    @Override
    protected void onLookupComplete(ChannelHandlerContext context, Future<ClientHello> future) {
        if (!future.isSuccess()) {
            refuse("the client does not speak TLS");
            say(NOT_TLS);
            return;
        }
        var hello = future.getNow();
        var name = party.onlyName();
        if (name.isPresent() && !hello.serverName().orElse(name.get()).equals(name.get())) {
            refuse("the client asks for " + hello.serverName().orElse("") + " on a connection to " + name.get());
            say(alert(UNRECOGNIZED_NAME));
        } else if (!hello.takes(TlsContext.HTTP)) {
            refuse("the client speaks none but " + String.join(", ", hello.protocols()) + " inside TLS, and "
                    + TlsContext.HTTP + " is spoken here");
            say(alert(NO_APPLICATION_PROTOCOL));
        } else {
            shakeHands(context);
        }
    }

    private void shakeHands(ChannelHandlerContext context) {
        decided = true;
        var pipeline = context.pipeline();
        var tls = party.context();
        try {
            var limit = listener.limits().headerTimeout();
            var outer = pipeline.get(SslHandler.class);
            var handler = outer == null
                    ? tls.newHandler(context.alloc(), limit)
                    : tls.newHandlerWithin(outer, context.alloc(), limit);
            pipeline.addAfter(context.name(), null, new TlsOpening(connection, party));
            // What was read goes on to the handler that comes in the place of this one.
            pipeline.replace(this, null, handler);
        } finally {
            tls.release();
        }
    }

    @Override
    public void sweep(long now) {
        if (now - begun
                > Math.min(beginWithin, listener.limits().headerTimeout().toNanos())) {
            refuse("the client did not begin to speak TLS in time");
            var _ = channel.close();
        }
    }

    @Override
    public void drain() {
        // A client that has just connected is about to say what it wants.
        beginWithin = System.nanoTime() - begun + listener.limits().drainQuiet().toNanos();
    }

    @Override
    public void cut() {
        var _ = channel.close();
    }

    private void refuse(String cause) {
        if (!decided) {
            decided = true;
            listener.counters().tlsRefused().increment();
            party.refused(cause);
        }
    }

    private void say(byte[] lastWord) {
        channel.writeAndFlush(Unpooled.wrappedBuffer(lastWord)).addListener(ChannelFutureListener.CLOSE);
    }

    /** A fatal alert in the clear (RFC 8446, 5.1 and 6). */
    private static byte[] alert(int description) {
        return new byte[] {21, 3, 3, 0, 2, 2, (byte) description};
    }

    private static byte[] notTls() {
        String body = "TLS is spoken here (https), and this is not TLS\n";
        return ("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n"
                        + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
