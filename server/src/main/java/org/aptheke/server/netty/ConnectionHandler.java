package org.aptheke.server.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import org.aptheke.proxy.Answer;
import org.aptheke.route.AccessRules;
import org.aptheke.route.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client connection: cuts what arrives into requests, begins each at once, and ends the connection when it is
 * time. Used on its event loop only.
 *
 * <p>It reads while fewer requests are ahead than allowed. After the last request that will be taken (the client asked
 * to close, something was malformed, the program stops) nothing is decoded any more; when the last answer has left, the
 * output is shut, what still comes in is thrown away for a moment, and the connection closes. Closing at once would
 * reset the connection and could destroy the answer on its way (RFC 9112, 9.6).
 */
final class ConnectionHandler extends ChannelInboundHandlerAdapter implements Swept {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionHandler.class);
    private static final long LINGER_NANOS = 2_000_000_000L;
    private static final int LINGER_BYTES = 1 << 20;

    private final ClientConnection connection;
    private final Role role;
    private final Listener listener;
    private final Channel channel;
    private final LoopConnections siblings;
    private final AnswerQueue answers;
    private final Doorway doorway;
    private final RequestParser parser;
    private final Progress progress;
    private final boolean admitted;
    private ByteBuf unread = Unpooled.EMPTY_BUFFER;
    private boolean reading;
    private boolean advancing;
    private boolean inputClosed;
    private boolean lastRequestTaken;
    private boolean lingering;
    private boolean handedOver;
    private int thrownAway;
    private long quietSince = System.nanoTime();
    private boolean draining;
    private boolean requestBegun;
    private long requestBegan;

    ConnectionHandler(ClientConnection connection, Role role, Outlet.Between between) {
        this.connection = connection;
        this.listener = connection.listener();
        this.channel = connection.channel();
        this.siblings = connection.siblings();
        this.role = role;
        this.answers = new AnswerQueue(connection, this, between);
        this.doorway = new Doorway(connection, role, answers, this::answer);
        this.parser = new RequestParser(listener.limits(), siblings.sections());
        this.progress = new Progress(channel);
        this.admitted = listener.dataPort().admits(connection.client());
    }

    /** Behind TLS the channel is active long before. */
    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        if (channel.isActive()) {
            siblings.add(this);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        siblings.add(this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        siblings.remove(this);
        answers.close();
        dropUnread();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var bytes = (ByteBuf) message;
        reading = true;
        if (lingering) {
            thrownAway += bytes.readableBytes();
            bytes.release();
            if (thrownAway > LINGER_BYTES) {
                var _ = channel.close();
            }
        } else {
            append(bytes);
            advance();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading = false;
        answers.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        advance();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputClosed = true;
            if (lingering) {
                var _ = channel.close();
            } else {
                advance();
            }
        } else if (event instanceof SslCloseCompletionEvent) {
            // The TLS layer ends both directions when the client ends one.
            var _ = channel.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // TLS wraps what it finds wrong with the client's bytes.
        if (cause instanceof IOException || cause.getCause() instanceof IOException) {
            LOG.debug("{}: {}", channel, cause.getMessage());
        } else {
            LOG.error("{}", channel, cause);
        }
        var _ = channel.close();
    }

    /** Decodes, begins, writes and reads on as far as possible. */
    void advance() {
        if (advancing || lingering || handedOver || !channel.isActive()) {
            return;
        }
        advancing = true;
        try {
            do {
                decode();
            } while (answers.writeReady());
        } finally {
            advancing = false;
        }
        if (!unread.isReadable()) {
            dropUnread();
        }
        if (!reading || !channel.isWritable()) {
            answers.flush();
        }
        settle();
    }

    /** Whether no request will be taken behind those in the queue. */
    boolean noMoreRequests() {
        return lastRequestTaken || (inputClosed && !unread.isReadable());
    }

    /** The loop's, for the next answer. */
    Lead lead() {
        return siblings.lead();
    }

    /** The answer that said {@code Connection: close} has left. */
    void lastSent() {
        if (inputClosed) {
            var _ = channel.close();
            return;
        }
        lingering = true;
        quietSince = System.nanoTime();
        answers.close();
        dropUnread();
        Endings.endOutput(channel);
        channel.config().setAutoRead(true);
    }

    /** The far end of a tunnel is connected, and it is its turn. */
    void becomeTunnel(PendingAnswer pending, Channel far) {
        var early = handOver();
        var tunnel = new Tunnel(listener, siblings, channel, far, pending, answers.client());
        tunnel.begin(early, inputClosed);
        FilePieces.removeFrom(channel);
        channel.pipeline().remove(this);
    }

    /** It is the turn of a CONNECT to an intercepted host: the next bytes are TLS, spoken with that host. */
    void becomeOrigin(PendingAnswer pending, Outcome.Intercepted outcome) {
        var early = handOver();
        var _ = channel.writeAndFlush(Unpooled.wrappedBuffer(Tunnel.ESTABLISHED));
        var context = channel.pipeline().context(this);
        var gate = new TlsGate(connection, new InterceptedParty(connection, pending, outcome));
        channel.pipeline().addAfter(context.name(), null, gate);
        context.fireChannelRead(early);
        FilePieces.removeFrom(channel);
        channel.pipeline().remove(this);
        if (inputClosed) {
            var _ = channel.close();
        } else {
            channel.config().setAutoRead(true);
        }
    }

    /** Gives up the connection, and what was read ahead. */
    private ByteBuf handOver() {
        handedOver = true;
        siblings.remove(this);
        var early = unread;
        unread = Unpooled.EMPTY_BUFFER;
        return early;
    }

    @Override
    public void sweep(long now) {
        var limits = listener.limits();
        if (lingering) {
            if (now - quietSince > LINGER_NANOS) {
                var _ = channel.close();
            }
        } else if (progress.stalledFor(now) > limits.stallTimeout().toNanos()) {
            LOG.debug("{}: takes nothing, cut", channel);
            Endings.breakOff(channel, false);
        } else if (midRequest() && now - requestBegan > limits.headerTimeout().toNanos()) {
            refuse(new Parsed.Malformed(408, "the request did not come in time", RequestHead.unreadable("", "")));
            advance();
        } else if (idle() && now - quietSince > quietLimit().toNanos()) {
            var _ = channel.close();
        }
    }

    private Duration quietLimit() {
        var limits = listener.limits();
        return draining ? limits.drainQuiet() : limits.idleTimeout();
    }

    /**
     * What waits for its answer will be the last, and say so. Where nothing waits, the client has not been told and may
     * be sending at this moment: its next request is taken, as the last.
     */
    @Override
    public void drain() {
        draining = true;
        quietSince = System.nanoTime();
        if (answers.isWaiting()) {
            lastRequestTaken = true;
            if (!awaitsTunnel()) {
                dropUnread();
            }
        }
        advance();
    }

    @Override
    public void cut() {
        Endings.breakOff(channel, false);
    }

    private void append(ByteBuf bytes) {
        if (lastRequestTaken && !awaitsTunnel()) {
            bytes.release();
        } else if (!unread.isReadable()) {
            unread.release();
            unread = bytes;
        } else {
            var joined = channel.alloc().directBuffer(unread.readableBytes() + bytes.readableBytes());
            joined.writeBytes(unread).writeBytes(bytes);
            ReferenceCountUtil.release(bytes);
            unread.release();
            unread = joined;
        }
    }

    private void decode() {
        if (lastRequestTaken || !unread.isReadable()) {
            return;
        }
        var now = listener.moment();
        while (!lastRequestTaken
                && unread.isReadable()
                && answers.size() < listener.limits().requestsAhead()) {
            if (!requestBegun) {
                requestBegun = true;
                requestBegan = now.nanos();
            }
            switch (parser.parse(unread)) {
                case Parsed.More() -> {
                    requestBegun = parser.midway() || unread.isReadable();
                    return;
                }
                case Parsed.Expecting() -> {
                    var word = new PendingAnswer(RequestHead.unreadable("", ""), now);
                    word.become(new Outcome.Continue());
                    answers.add(word);
                }
                case Parsed.Complete(var head) -> begin(head, now);
                case Parsed.Malformed malformed -> refuse(malformed);
            }
        }
    }

    private void begin(RequestHead decoded, Moment now) {
        var head = role.read(decoded);
        requestBegun = false;
        listener.counters().requests().increment();
        lastRequestTaken = !head.keepAlive() || head.isConnect() || draining;
        var pending = new PendingAnswer(head, now);
        answers.add(pending);
        if (!admitted) {
            lastRequestTaken = true;
            work(pending, new Route.Refused(403, AccessRules.refusalOfClient(answers.client())));
        } else if (doorway.admits(pending)) {
            answer(pending);
        }
    }

    private void answer(PendingAnswer pending) {
        var head = pending.request();
        if (!(head.mayBeHot() && answerHot(pending))) {
            work(pending, route(head));
        }
    }

    private boolean answerHot(PendingAnswer pending) {
        var hit = listener.hotSet().find(pending.request(), pending.receivedAt());
        if (hit.isEmpty()) {
            return false;
        }
        var entry = hit.get().entry();
        listener.counters().hotHits().increment();
        pending.means(entry.host(), entry.path());
        pending.become(new Outcome.Ready(entry.answer(), hit.get().what(), entry.cacheStatus(), ""));
        return true;
    }

    private Route route(RequestHead head) {
        try {
            return role.route(listener.dataPort(), head);
        } catch (RuntimeException e) {
            LOG.error("routing {} {}", head.method(), head.target(), e);
            return new Route.Refused(400, "the request target is not understood");
        }
    }

    private void refuse(Parsed.Malformed malformed) {
        listener.counters().badRequests().increment();
        lastRequestTaken = true;
        dropUnread();
        var pending = new PendingAnswer(malformed.request(), listener.moment());
        answers.add(pending);
        work(pending, new Route.Refused(malformed.status(), malformed.reason()));
    }

    private void work(PendingAnswer pending, Route route) {
        if (!listener.mayBegin()) {
            pending.become(
                    own(pending, OwnAnswers.tooManyRequests(listener.limits().requestsRunning())));
            return;
        }
        if (route instanceof Route.Cached(var target)) {
            pending.means(target);
        }
        pending.work().start(task(pending, route));
    }

    private Runnable task(PendingAnswer pending, Route route) {
        return switch (route) {
            case Route.Tunnel tunnel -> new TunnelTask(listener, channel, answers, pending, tunnel);
            case Route.Intercepted intercepted -> new InterceptTask(listener, channel, answers, pending, intercepted);
            default -> new AnswerTask(listener, channel, answers, pending, route);
        };
    }

    private Outcome own(PendingAnswer pending, Answer answer) {
        try {
            return listener.preparation().ready(pending.request(), answer);
        } catch (IOException e) {
            throw new IllegalStateException("a short answer needs no reading", e);
        }
    }

    /** Reads on or pauses; closes when there is nothing more to do. */
    private void settle() {
        if (lingering || handedOver || !channel.isActive()) {
            return;
        }
        if (answers.isClosing()) {
            return;
        }
        if (answers.isEmpty() && noMoreRequests()) {
            // What was written is sent first.
            lastRequestTaken = true;
            answers.flush();
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        if (!requestBegun) {
            quietSince = System.nanoTime();
        }
        boolean wasReading = channel.config().isAutoRead();
        boolean room = answers.size() < listener.limits().requestsAhead() && channel.isWritable();
        channel.config().setAutoRead(room && !awaitsTunnel());
        if (!wasReading) {
            requestBegan = System.nanoTime();
        }
    }

    /** Whether the client is due to send more of a request; while it is not read, it is not late. */
    private boolean midRequest() {
        return requestBegun && !lastRequestTaken && channel.config().isAutoRead();
    }

    private boolean idle() {
        return answers.isEmpty() && !requestBegun && !progress.pending();
    }

    private boolean awaitsTunnel() {
        return lastRequestTaken && answers.awaitsTunnel();
    }

    private void dropUnread() {
        unread.release();
        unread = Unpooled.EMPTY_BUFFER;
    }
}
