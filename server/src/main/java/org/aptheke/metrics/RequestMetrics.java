package org.aptheke.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.aptheke.server.netty.ListenerCounters;

/** What clients asked for, and what they got. */
record RequestMetrics(EventCounts events, ListenerCounters listener) implements Part {
    @Override
    public void write(Page page) {
        page.counters(
                "aptheke_requests",
                "Requests that were answered, by the kind of file, the status and what the cache did (RFC 9211).",
                requests());
        page.counters(
                "aptheke_response_bytes",
                "Bytes of content that were sent to clients; an answer counts when it has ended.",
                bytes());
        page.histograms(
                "aptheke_request_duration_seconds",
                "Time from the whole request to the last byte of its answer, without tunnels.",
                measured(events::durations));
        page.histograms(
                "aptheke_first_byte_seconds",
                "Time from the whole request to the first byte of its answer, without tunnels.",
                measured(events::firstBytes));
        page.counter("aptheke_collapsed_requests", "Requests that shared a fetch with others.", events.collapsed());
        page.counter(
                "aptheke_failed_answers",
                "Answers that were errors for a reason the access log names, or broke off, also because a client left.",
                events.failed());
        page.counter("aptheke_malformed_requests", "Requests that were no HTTP.", listener.badRequests());
    }

    private List<Page.Row> requests() {
        var rows = new ArrayList<Page.Row>();
        for (var kind : FileKind.values()) {
            events.counts(kind)
                    .requests((status, use, count) ->
                            rows.add(Page.Row.of(count, "kind", kind.label(), "status", status, "cache", use.label())));
        }
        return rows;
    }

    private List<Page.Row> bytes() {
        var rows = new ArrayList<Page.Row>();
        for (var kind : FileKind.values()) {
            for (var group : CacheUse.Group.values()) {
                rows.add(Page.Row.of(events.counts(kind).bytes(group), "kind", kind.label(), "cache", group.label()));
            }
        }
        return rows;
    }

    private static List<Page.Measured> measured(Function<CacheUse.Group, Buckets> buckets) {
        return Stream.of(CacheUse.Group.values())
                .map(group -> new Page.Measured(Labels.of("cache", group.label()), buckets.apply(group)))
                .toList();
    }
}
