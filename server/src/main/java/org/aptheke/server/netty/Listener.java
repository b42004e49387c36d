package org.aptheke.server.netty;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.aptheke.events.EventSink;
import org.aptheke.proxy.DataPort;
import org.jspecify.annotations.Nullable;

/** What all connections of a listener share. Safe for use by many threads. */
final class Listener {
    private final DataPort dataPort;
    private final EventSink events;
    private final TunnelConnector tunnelConnector;
    private final LeafContexts leafContexts;
    private final AtomicReference<@Nullable TlsContext> ownContext = new AtomicReference<>();
    private final ListenerLimits limits;
    private final InstantSource clock;
    private final HotSet hotSet;
    private final Preparation preparation;
    private final ListenerCounters counters = new ListenerCounters();
    private final DateLine dateLine = new DateLine();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicLong connections = new AtomicLong();

    Listener(DataPortServer.Behind behind, HotSet hotSet, ListenerLimits limits, InstantSource clock) {
        this.dataPort = behind.dataPort();
        this.hotSet = hotSet;
        this.events = behind.events();
        this.tunnelConnector = behind.tunnels();
        this.leafContexts = new LeafContexts(behind.leaves());
        this.limits = limits;
        this.clock = clock;
        this.preparation = new Preparation(hotSet, limits, new MemoryBudget(limits.hotBytes() + limits.answerBytes()));
    }

    DataPort dataPort() {
        return dataPort;
    }

    EventSink events() {
        return events;
    }

    TunnelConnector tunnelConnector() {
        return tunnelConnector;
    }

    LeafContexts leafContexts() {
        return leafContexts;
    }

    /** How TLS is spoken on its own ports, with a reference for the caller; {@link #speakTlsBy} comes before. */
    TlsContext ownContext() {
        while (true) {
            var context = Objects.requireNonNull(ownContext.get());
            if (context.tryRetain()) {
                return context;
            }
        }
    }

    /** Takes over a reference; connections that were begun by another context go on. */
    void speakTlsBy(@Nullable TlsContext context) {
        var before = ownContext.getAndSet(context);
        if (before != null) {
            before.release();
        }
    }

    ListenerLimits limits() {
        return limits;
    }

    Instant now() {
        return clock.instant();
    }

    Moment moment() {
        return new Moment(clock.instant(), System.nanoTime());
    }

    HotSet hotSet() {
        return hotSet;
    }

    Preparation preparation() {
        return preparation;
    }

    ListenerCounters counters() {
        return counters;
    }

    byte[] dateLine(Instant now) {
        return dateLine.at(now);
    }

    /** A number for a connection that no other one has. */
    long nextConnection() {
        return connections.incrementAndGet();
    }

    /** Whether one more request may be worked on; then {@link #ended} follows. */
    boolean mayBegin() {
        if (running.incrementAndGet() > limits.requestsRunning()) {
            running.decrementAndGet();
            counters.refusedRequests().increment();
            return false;
        }
        counters.running().increment();
        return true;
    }

    void ended() {
        running.decrementAndGet();
        counters.running().decrement();
    }
}
