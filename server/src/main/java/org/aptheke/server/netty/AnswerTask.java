package org.aptheke.server.netty;

import io.netty.channel.Channel;
import java.io.IOException;
import org.aptheke.http.Content;
import org.aptheke.http.Request;
import org.aptheke.http.Response;
import org.aptheke.http.TargetUri;
import org.aptheke.proxy.Answer;
import org.aptheke.proxy.Exchange;
import org.aptheke.route.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the answer to one request that is not in the hot set: runs on a virtual thread of its own. */
final class AnswerTask implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerTask.class);

    private final Listener listener;
    private final Channel channel;
    private final PendingAnswer pending;
    private final Route route;
    private final AnswerQueue queue;

    AnswerTask(Listener listener, Channel channel, AnswerQueue queue, PendingAnswer pending, Route route) {
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
                deliver(ask());
            }
        } catch (InterruptedException e) {
            // The client left; if it was something else, it gets a word at least.
            queue.offer(pending, own(OwnAnswers.unavailable()));
        } catch (RuntimeException e) {
            LOG.error(
                    "answering {} {}",
                    pending.request().method(),
                    pending.request().target(),
                    e);
            queue.offer(pending, own(OwnAnswers.bug()));
        } finally {
            listener.ended();
        }
    }

    private Answer ask() throws InterruptedException {
        return switch (route) {
            case Route.Cached(TargetUri target) -> {
                var request = new Request(
                        pending.request().method(), target, pending.request().fields());
                yield listener.dataPort()
                        .answer(new Exchange(request, queue.client(), queue.connectionNumber(), pending.receivedAt()));
            }
            case Route.OldReport report -> listener.dataPort().plain(report.seenBy(queue.client()));
            default -> listener.dataPort().plain(route);
        };
    }

    private void deliver(Answer answer) throws InterruptedException {
        // RFC 9110, 15.2: never to a client of HTTP/1.0.
        if (pending.request().http11()) {
            pending.precede(answer.interims());
        }
        if (answer.response().content() instanceof Content.Growing(var arrival)
                && !pending.request().isHead()) {
            try (arrival) {
                live(answer, arrival);
            }
        } else if (pending.work().beginQuiet()) {
            queue.offer(pending, ready(answer));
        } else {
            close(answer.response());
            answer.whole().ifPresent(AnswerTask::close);
        }
    }

    /** The first piece is awaited before anything is said, so that an early failure gets a true status. */
    private void live(Answer answer, Content.Arrival arrival) throws InterruptedException {
        Content.Piece first;
        try {
            first = arrival.next();
        } catch (IOException e) {
            queue.offer(pending, own(plain(502, "the origin's answer broke off: " + e.getMessage())));
            return;
        }
        var live = new LiveAnswer(listener, channel, answer, pending.request().http11());
        queue.offer(pending, new Outcome.Live(live));
        String cause = answer.cause();
        boolean whole = false;
        try {
            live.send(first, arrival);
            whole = true;
        } catch (IOException e) {
            cause = "broke off after " + live.sent() + " bytes: " + e.getMessage();
        } catch (InterruptedException e) {
            cause = "the client left after " + live.sent() + " bytes";
            throw e;
        } finally {
            queue.liveEnded(pending, live, whole, whole ? answer.cause() : cause);
        }
    }

    private Outcome ready(Answer answer) {
        try {
            return route instanceof Route.Cached(TargetUri target)
                    ? listener.preparation().ready(pending.request(), target, answer)
                    : listener.preparation().ready(pending.request(), answer);
        } catch (IOException e) {
            LOG.error("reading what is stored for {}: {}", pending.request().target(), e.getMessage());
            return own(plain(503, "the stored file cannot be read: " + e.getMessage()));
        }
    }

    private Answer plain(int status, String reason) {
        return listener.dataPort().plain(new Route.Refused(status, reason));
    }

    private Outcome own(Answer answer) {
        try {
            return listener.preparation().ready(pending.request(), answer);
        } catch (IOException e) {
            throw new IllegalStateException("a short answer needs no reading", e);
        }
    }

    private static void close(Response response) {
        try {
            response.content().close();
        } catch (IOException e) {
            LOG.warn("closing the file of an answer: {}", e.getMessage());
        }
    }
}
