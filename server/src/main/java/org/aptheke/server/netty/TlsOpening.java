package org.aptheke.server.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/** Waits for the end of a handshake, whose time is limited. Used on the connection's event loop only. */
final class TlsOpening extends ChannelInboundHandlerAdapter implements Swept {
    private static final int LONGEST = 200;

    private final Listener listener;
    private final Channel channel;
    private final LoopConnections siblings;
    private final TlsParty party;
    private boolean ended;

    TlsOpening(ClientConnection connection, TlsParty party) {
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
    public void handlerRemoved(ChannelHandlerContext context) {
        siblings.remove(this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        siblings.remove(this);
        fail("the client left during the handshake");
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent completion) {
            if (completion.isSuccess()) {
                ended = true;
                listener.counters().tlsHandshakes().increment();
                party.opened();
                context.pipeline().remove(this);
            } else {
                fail("the handshake failed: " + described(completion.cause()));
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail("the handshake failed: " + described(cause));
        var _ = channel.close();
    }

    @Override
    public void sweep(long now) {
        // The handshake has a limit of its own.
    }

    @Override
    public void drain() {
        // It goes on to the request that the client is about to make.
    }

    @Override
    public void cut() {
        var _ = channel.close();
    }

    /** Some messages quote all that the client sent. */
    private static String described(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "...";
    }

    private void fail(String cause) {
        if (!ended) {
            ended = true;
            listener.counters().tlsRefused().increment();
            party.refused(cause);
        }
    }
}
