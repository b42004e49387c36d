package org.aptheke.server.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.resolver.NoopAddressResolverGroup;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
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

    /** The next way is taken when a parent proxy is away, not when it, or the far end, refuses. */
    private Outcome connect() throws IOException, InterruptedException {
        var failures = new IOException("there is no way to it");
        for (var way : listener.tunnelConnector().ways(route.host(), route.port())) {
            try {
                return new Outcome.Tunnelled(connect(way));
            } catch (ParentAwayException e) {
                failures = e;
            }
        }
        throw failures;
    }

    private Channel connect(TunnelWay way) throws IOException, InterruptedException {
        var failure = new IOException("the name has no address");
        for (InetSocketAddress address : way.addresses()) {
            try {
                return way.parent().isPresent()
                        ? through(way.parent().get(), address)
                        : connected(bootstrap(channel -> {}).connect(address));
            } catch (ProxyConnectException e) {
                throw e;
            } catch (IOException e) {
                failure = e;
            }
        }
        if (way.parent().isPresent()) {
            var proxy = way.parent().get().proxy();
            String cause = "the parent proxy " + proxy.authority() + " cannot be used: " + message(failure);
            way.parent().get().report().failed(cause);
            throw new ParentAwayException(cause, failure);
        }
        throw failure;
    }

    private Channel through(TunnelWay.Parent parent, InetSocketAddress address)
            throws IOException, InterruptedException {
        var handshake = new CompletableFuture<ProxyHandler>();
        var bootstrap = bootstrap(channel -> handshake.complete(ParentHandlers.add(
                        channel, parent, address, listener.limits().connectTimeout())))
                .resolver(NoopAddressResolverGroup.INSTANCE);
        var channel = connected(bootstrap.connect(farEnd()));
        var joined = handshake.join().connectFuture();
        try {
            joined.await();
        } catch (InterruptedException e) {
            var _ = channel.close();
            throw e;
        }
        if (joined.isSuccess()) {
            parent.report().worked();
            return channel;
        }
        var _ = channel.close();
        var untrusted = sslFailure(joined.cause());
        if (untrusted.isPresent()) {
            throw untrusted.get(); // nothing was said to it
        }
        parent.report().worked();
        throw joined.cause() instanceof ProxyConnectException e ? e : new ProxyConnectException(joined.cause());
    }

    private static Optional<SSLException> sslFailure(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException ssl) {
                return Optional.of(ssl);
            }
        }
        return Optional.empty();
    }

    /** Names are left to the parent. */
    private InetSocketAddress farEnd() {
        return NetUtil.isValidIpV4Address(route.host()) || NetUtil.isValidIpV6Address(route.host())
                ? new InetSocketAddress(InetAddress.ofLiteral(route.host()), route.port())
                : InetSocketAddress.createUnresolved(route.host(), route.port());
    }

    private static Channel connected(ChannelFuture connecting) throws IOException, InterruptedException {
        try {
            connecting.await();
        } catch (InterruptedException e) {
            var _ = connecting.channel().close();
            throw e;
        }
        if (connecting.isSuccess()) {
            return connecting.channel();
        }
        throw connecting.cause() instanceof IOException e ? e : new IOException(connecting.cause());
    }

    private Bootstrap bootstrap(Consumer<Channel> handlers) {
        return new Bootstrap()
                .group(near.eventLoop())
                .channel(near.getClass().asSubclass(Channel.class))
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        listener.limits().connectTimeout().toMillis())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        handlers.accept(channel);
                        channel.pipeline().addLast(new EarlyBytes());
                    }
                });
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

    /** Another way may be open. */
    private static final class ParentAwayException extends IOException {
        private static final long serialVersionUID = 1;

        ParentAwayException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
