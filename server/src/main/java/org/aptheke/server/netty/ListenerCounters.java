package org.aptheke.server.netty;

import java.util.concurrent.atomic.LongAdder;

/** What a listener has done since it started; for metrics and tests. Safe for use by many threads. */
public final class ListenerCounters {
    private final LongAdder connections = new LongAdder();
    private final LongAdder openConnections = new LongAdder();
    private final LongAdder refusedConnections = new LongAdder();
    private final LongAdder refusedConnectionsOfClients = new LongAdder();
    private final LongAdder requests = new LongAdder();
    private final LongAdder refusedRequests = new LongAdder();
    private final LongAdder refusedRequestsOfClients = new LongAdder();
    private final LongAdder badRequests = new LongAdder();
    private final LongAdder hotHits = new LongAdder();
    private final LongAdder flushes = new LongAdder();
    private final LongAdder tunnels = new LongAdder();
    private final LongAdder openTunnels = new LongAdder();
    private final LongAdder tlsHandshakes = new LongAdder();
    private final LongAdder tlsRefused = new LongAdder();
    private final LongAdder intercepted = new LongAdder();
    private final LongAdder running = new LongAdder();

    ListenerCounters() {}

    /** Connections that were accepted and served. */
    public LongAdder connections() {
        return connections;
    }

    public LongAdder openConnections() {
        return openConnections;
    }

    /** Connections closed at once because there were too many, in all or of their client. */
    public LongAdder refusedConnections() {
        return refusedConnections;
    }

    /** Those of them whose client had too many. */
    public LongAdder refusedConnectionsOfClients() {
        return refusedConnectionsOfClients;
    }

    /** Requests decoded, also those that were refused afterwards; not the malformed ones. */
    public LongAdder requests() {
        return requests;
    }

    /** Requests refused because the engine works on too many. */
    public LongAdder refusedRequests() {
        return refusedRequests;
    }

    /** Requests refused because their client asks too often. */
    public LongAdder refusedRequestsOfClients() {
        return refusedRequestsOfClients;
    }

    public LongAdder badRequests() {
        return badRequests;
    }

    /** Answers given from the hot set, without asking the engine. */
    public LongAdder hotHits() {
        return hotHits;
    }

    /** Times that written answers were pushed to the kernel; one of small answers is one system call. */
    public LongAdder flushes() {
        return flushes;
    }

    public LongAdder tunnels() {
        return tunnels;
    }

    public LongAdder openTunnels() {
        return openTunnels;
    }

    /** Handshakes that came to their end, on the listener for TLS and on intercepted connections. */
    public LongAdder tlsHandshakes() {
        return tlsHandshakes;
    }

    /** Connections on which no handshake came to its end. */
    public LongAdder tlsRefused() {
        return tlsRefused;
    }

    /** Connections on which this program stands in for an origin. */
    public LongAdder intercepted() {
        return intercepted;
    }

    /** Requests the engine is working on. */
    public LongAdder running() {
        return running;
    }
}
