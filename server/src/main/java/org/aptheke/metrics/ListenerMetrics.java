package org.aptheke.metrics;

import java.util.List;
import java.util.function.Supplier;
import org.aptheke.fetch.FetchCounters;
import org.aptheke.server.netty.HotFigures;
import org.aptheke.server.netty.ListenerCounters;
import org.aptheke.server.netty.ListenerLimits;

/** Connections and tunnels, what is answered from memory, and which limits clients met. */
record ListenerMetrics(
        ListenerCounters listener, ListenerLimits limits, Supplier<HotFigures> hot, FetchCounters fetches)
        implements Part {
    @Override
    public void write(Page page) {
        connections(page);
        page.counters(
                "aptheke_limit_reached",
                "Times that something was refused because a limit was reached, by the limit.",
                List.of(
                        limit("connections", connectionsInAll()),
                        limit("connections_per_client", listener.refusedConnectionsOfClients()),
                        limit("requests_running", listener.refusedRequests()),
                        limit("request_rate", listener.refusedRequestsOfClients()),
                        limit("fetches", fetches.turnedAway())));
        hot(page);
    }

    private static Page.Row limit(String name, Number count) {
        return Page.Row.of(count, "limit", name);
    }

    private long connectionsInAll() {
        long ofClients = listener.refusedConnectionsOfClients().sum();
        return Math.max(0, listener.refusedConnections().sum() - ofClients);
    }

    private void connections(Page page) {
        page.counter("aptheke_connections", "Connections of clients that were accepted.", listener.connections());
        page.gauge("aptheke_connections_open", "Connections of clients that are open.", listener.openConnections());
        page.gauge("aptheke_connections_limit", "How many may be open.", limits.connections());
        page.gauge("aptheke_requests_running", "Requests that are being worked on.", listener.running());
        page.gauge("aptheke_requests_running_limit", "How many may be.", limits.requestsRunning());
        page.counter("aptheke_tunnels", "Tunnels that were opened by CONNECT.", listener.tunnels());
        page.gauge("aptheke_tunnels_open", "Tunnels that are open.", listener.openTunnels());
        page.counter(
                "aptheke_intercepted_connections",
                "Connections on which this program stands in for an origin.",
                listener.intercepted());
        page.counters(
                "aptheke_tls_handshakes",
                "TLS handshakes with clients, by how they ended.",
                List.of(
                        Page.Row.of(listener.tlsHandshakes(), "outcome", "done"),
                        Page.Row.of(listener.tlsRefused(), "outcome", "failed")));
    }

    private void hot(Page page) {
        var figures = hot.get();
        page.counter(
                "aptheke_hot_hits",
                "Answers that were given from memory without asking the engine.",
                listener.hotHits());
        page.gauges(
                "aptheke_hot_answers",
                "Answers in the hot set, held whole in memory or as open files.",
                List.of(Page.Row.of(figures.small(), "form", "memory"), Page.Row.of(figures.files(), "form", "file")));
        page.gauge("aptheke_hot_bytes", "What the answers take that are held whole.", figures.smallBytes());
        page.gauge("aptheke_hot_limit_bytes", "What they may take.", limits.hotBytes());
        page.gauge(
                "aptheke_answer_memory_bytes",
                "Memory of all answers, also of those that are only being sent.",
                figures.answerBytes());
    }
}
