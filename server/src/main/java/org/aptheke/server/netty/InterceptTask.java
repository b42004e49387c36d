package org.aptheke.server.netty;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import org.aptheke.route.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets the certificate by which to stand in for a host. Runs on a virtual thread of its own. */
final class InterceptTask implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(InterceptTask.class);

    private final Listener listener;
    private final Channel channel;
    private final AnswerQueue queue;
    private final PendingAnswer pending;
    private final Route.Intercepted route;

    InterceptTask(
            Listener listener, Channel channel, AnswerQueue queue, PendingAnswer pending, Route.Intercepted route) {
        this.listener = listener;
        this.channel = channel;
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
        } finally {
            listener.ended();
        }
    }

    private Outcome outcome() {
        try {
            var context = listener.leafContexts().of(route.origin().host(), tickets(), listener.now());
            return new Outcome.Intercepted(route.origin(), context);
        } catch (IOException e) {
            return refusal(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("making a certificate for {}", route.origin().host(), e);
            return refusal("this cache failed to make a certificate; its log says why");
        }
    }

    /** Within TLS a ticket would share a record with an answer; see {@link TlsContext#newHandlerWithin}. */
    private TlsContext.Tickets tickets() {
        return channel.pipeline().get(SslHandler.class) == null
                ? TlsContext.Tickets.GIVEN
                : TlsContext.Tickets.NOT_GIVEN;
    }

    private Outcome refusal(String reason) {
        String text = route.origin().host() + " cannot be intercepted: " + reason;
        try {
            return listener.preparation()
                    .ready(pending.request(), listener.dataPort().plain(new Route.Refused(503, text)));
        } catch (IOException e) {
            throw new IllegalStateException("a short answer needs no reading", e);
        }
    }
}
