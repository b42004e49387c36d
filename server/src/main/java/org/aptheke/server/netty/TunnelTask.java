package org.aptheke.server.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.aptheke.origin.EgressRefusedException;
import org.aptheke.route.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects to the far end of a tunnel: all of its addresses in turn. Runs on a virtual thread of its own. */
final class TunnelTask implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(TunnelTask.class);

    private final Listener listener;
    private final Channel near;
    private final AnswerQueue queue;
    private final PendingAnswer pending;
    private final Route.Tunnel route;

    TunnelTask(Listener listener, Channel near, AnswerQueue queue, PendingAnswer pending, Route.Tunnel route) {
        this.listener = listener;
        this.near = near;
        this.queue = queue;
        this.pending = pending;
        this.route = route;
    }

    @Override
    public void run() {
        try {
            if (!pending.work().abandoned()) {
                queue.offer(pending, outcome());
            }
        } catch (InterruptedException e) {
            queue.offer(pending, refusal(503, "this cache is stopping"));
        } catch (RuntimeException e) {
            LOG.error("connecting to {}:{}", route.host(), route.port(), e);
            queue.offer(pending, refusal(502, "this cache failed to connect; its log says why"));
        } finally {
            listener.ended();
        }
    }

    private Outcome outcome() throws InterruptedException {
        try {
            return connect();
        } catch (EgressRefusedException e) {
            return refusal(403, message(e));
        } catch (ConnectTimeoutException e) {
            return refusal(504, message(e));
        } catch (IOException e) {
            return refusal(502, message(e));
        }
    }

    private Outcome connect() throws IOException, InterruptedException {
        var addresses = listener.tunnelConnector().resolve(route.host(), route.port());
        var failure = new IOException("the name has no address");
        for (InetSocketAddress address : addresses) {
            ChannelFuture connecting = bootstrap().connect(address);
            try {
                connecting.await();
            } catch (InterruptedException e) {
                var _ = connecting.channel().close();
                throw e;
            }
            if (connecting.isSuccess()) {
                return new Outcome.Tunnelled(connecting.channel());
            }
            failure = connecting.cause() instanceof IOException e ? e : new IOException(connecting.cause());
        }
        throw failure;
    }

    private Bootstrap bootstrap() {
        return new Bootstrap()
                .group(near.eventLoop())
                .channel(near.getClass().asSubclass(Channel.class))
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        listener.limits().connectTimeout().toMillis())
                .handler(new Silent());
    }

    private Outcome refusal(int status, String reason) {
        String text = "no tunnel to " + route.host() + ":" + route.port() + ": " + reason;
        try {
            return listener.preparation()
                    .ready(pending.request(), listener.dataPort().plain(new Route.Refused(status, text)));
        } catch (IOException e) {
            throw new IllegalStateException("a short answer needs no reading", e);
        }
    }

    private static String message(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** Until the tunnel is joined nothing is read, and a failure shows in the connect's future. */
    private static final class Silent extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var _ = context.close();
        }
    }
}
