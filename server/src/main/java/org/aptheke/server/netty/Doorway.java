package org.aptheke.server.netty;

import io.netty.channel.Channel;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.aptheke.proxy.Answer;
import org.aptheke.route.Entry;
import org.aptheke.route.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the requests of one connection in, or answers why not. A password that has to be looked at is looked at in
 * another thread; the request keeps its place meanwhile, and those behind it go on. Used on the event loop only.
 */
final class Doorway {
    private static final Logger LOG = LoggerFactory.getLogger(Doorway.class);
    private static final int TOO_OFTEN = 429;

    private final Listener listener;
    private final Channel channel;
    private final Role role;
    private final AnswerQueue answers;
    private final Consumer<PendingAnswer> inside;

    /** {@code inside} goes on with a request whose password was good. */
    Doorway(ClientConnection connection, Role role, AnswerQueue answers, Consumer<PendingAnswer> inside) {
        this.listener = connection.listener();
        this.channel = connection.channel();
        this.role = role;
        this.answers = answers;
        this.inside = inside;
    }

    /** Whether the request is let in at once; else it has an answer, or will have one. */
    boolean admits(PendingAnswer pending) {
        return switch (entry(pending.request())) {
            case Entry.Admitted admitted -> {
                pending.admit(admitted);
                yield true;
            }
            case Entry.Refused(var refusal) -> {
                refuse(pending, refusal);
                yield false;
            }
            case Entry.Undecided() -> {
                if (listener.mayBegin()) {
                    Thread.ofVirtual().name("entrance").start(() -> examine(pending, pending.request()));
                } else {
                    refuse(pending, OwnAnswers.tooManyRequests(listener.limits().requestsRunning()));
                }
                yield false;
            }
        };
    }

    private Entry entry(RequestHead head) {
        try {
            return role.enter(listener.dataPort(), answers.client(), head);
        } catch (RuntimeException e) {
            return bug(head, e);
        }
    }

    /** Runs on a virtual thread of its own. */
    private void examine(PendingAnswer pending, RequestHead head) {
        try {
            var entry = examined(head);
            channel.eventLoop().execute(() -> examined(pending, entry));
        } catch (InterruptedException | RejectedExecutionException e) {
            // The listener has stopped, and with it the connection.
        } finally {
            listener.ended();
        }
    }

    private Entry examined(RequestHead head) throws InterruptedException {
        try {
            return listener.dataPort().examine(answers.client(), head.target(), head.fields());
        } catch (RuntimeException e) {
            return bug(head, e);
        }
    }

    private void examined(PendingAnswer pending, Entry entry) {
        if (answers.isClosed()) {
            return;
        }
        if (entry instanceof Entry.Admitted admitted) {
            pending.admit(admitted);
            inside.accept(pending);
        } else if (entry instanceof Entry.Refused(var refusal)) {
            refuse(pending, refusal);
        } else {
            refuse(pending, OwnAnswers.bug());
        }
        answers.advance();
    }

    private void refuse(PendingAnswer pending, Route.Refused refusal) {
        if (refusal.status() == TOO_OFTEN) {
            listener.counters().refusedRequestsOfClients().increment();
        }
        refuse(pending, listener.dataPort().plain(refusal));
    }

    private void refuse(PendingAnswer pending, Answer answer) {
        try {
            pending.become(listener.preparation().ready(pending.request(), answer));
        } catch (IOException e) {
            throw new IllegalStateException("a short answer needs no reading", e);
        }
    }

    private static Entry bug(RequestHead head, RuntimeException e) {
        LOG.error("letting in {} {}", head.method(), head.target(), e);
        return new Entry.Refused(new Route.Refused(500, "this cache failed to answer; its log says why"));
    }
}
