package org.aptheke.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.aptheke.fetch.FetchLimits;
import org.aptheke.fetch.Fetches;
import org.aptheke.origin.ParentStatus;
import org.aptheke.remap.MirrorStatus;
import org.aptheke.upstream.OriginCounters;

/** What was fetched, and how the origins are. */
record OriginMetrics(
        Fetches fetches,
        FetchLimits limits,
        OriginCounters origins,
        EventCounts events,
        Supplier<Map<String, List<MirrorStatus>>> mirrors,
        Supplier<List<ParentStatus>> parents)
        implements Part {
    private static final int CLASSES = 5;

    @Override
    public void write(Page page) {
        asked(page);
        fetched(page);
        page.gauges(
                "aptheke_mirrors",
                "Mirrors of each remap, by whether they are in use or rest because they failed.",
                ofRemaps());
        page.gauges(
                "aptheke_parents",
                "Parent proxies, by whether they are in use or rest because they failed.",
                states(
                        parents.get().stream()
                                .filter(parent -> parent.restsUntil().isPresent())
                                .count(),
                        parents.get().size(),
                        List.of()));
    }

    private void asked(Page page) {
        var rows = new ArrayList<Page.Row>();
        for (int first = 1; first <= CLASSES; first++) {
            rows.add(Page.Row.of(origins.answers(first), "outcome", first + "xx"));
        }
        rows.add(Page.Row.of(origins.unanswered(), "outcome", "failed"));
        page.counters(
                "aptheke_origin_requests",
                "Requests to origins, mirrors and parents, by the class of the status, or failed without one.",
                rows);
        page.counter(
                "aptheke_origin_broken_responses",
                "Responses of origins that broke off or took too long.",
                origins.brokenOff());
        page.counter("aptheke_origin_bytes", "Bytes of content that came from origins.", origins.bytes());
        page.gauge("aptheke_origin_responses_open", "Responses of origins that are being read.", origins.open());
        page.counter("aptheke_origin_troubles", "Failures of origins that the log tells of.", events.originTroubles());
    }

    private void fetched(Page page) {
        var counters = fetches.counters();
        var load = fetches.load();
        page.counter("aptheke_fetches", "Fetches that began.", counters.begun());
        page.counter(
                "aptheke_fetches_failed",
                "Fetches that failed; the refusal of an origin is no failure.",
                counters.failed());
        page.counter(
                "aptheke_fetch_retries",
                "Times that an origin was asked once more because something broke.",
                counters.retries());
        page.counter(
                "aptheke_fetch_mismatches",
                "Contents of origins that were not what an index or a name promised.",
                counters.mismatches());
        page.counter(
                "aptheke_fetches_not_stored",
                "Times that the store did not take what a fetch brought, for lack of room or because it failed.",
                counters.notStored());
        page.gauge("aptheke_fetches_running", "Fetches that run.", load.running());
        page.gauge("aptheke_fetches_limit", "How many may run.", limits.total());
        page.gauge("aptheke_fetches_waiting", "Fetches that wait for a place among the running.", load.waiting());
        page.gauge("aptheke_fetches_waiting_limit", "How many may wait that clients wait for.", limits.waiting());
    }

    private List<Page.Row> ofRemaps() {
        var rows = new ArrayList<Page.Row>();
        mirrors.get().forEach((remap, all) -> {
            long resting = all.stream()
                    .filter(mirror -> mirror.restsUntil().isPresent())
                    .count();
            rows.addAll(states(resting, all.size(), List.of("remap", remap)));
        });
        return rows;
    }

    private static List<Page.Row> states(long resting, int all, List<String> labels) {
        return List.of(Page.Row.of(all - resting, with(labels, "used")), Page.Row.of(resting, with(labels, "resting")));
    }

    private static String[] with(List<String> labels, String state) {
        var more = new ArrayList<>(labels);
        more.addAll(List.of("state", state));
        return more.toArray(String[]::new);
    }
}
