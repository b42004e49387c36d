package org.aptheke.admin;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.aptheke.store.TrafficBook.Entry;
import org.aptheke.store.TrafficBook.Point;
import org.aptheke.store.TrafficBook.Span;
import org.aptheke.store.TrafficBook.Subject;
import org.aptheke.store.TrafficCounts;
import org.aptheke.traffic.TrafficSecond;
import tools.jackson.databind.node.ObjectNode;

/** Traffic as JSON. */
final class TrafficJson {
    private static final double PRECISION = 10_000;

    private TrafficJson() {}

    static ObjectNode put(ObjectNode node, TrafficCounts counts) {
        return node.put("requests", counts.requests())
                .put("hits", counts.hits())
                .put("validated", counts.validated())
                .put("joined", counts.joined())
                .put("misses", counts.misses())
                .put("refused", counts.refused())
                .put("failed", counts.failed())
                .put("bytes", counts.bytes())
                .put("savedBytes", counts.savedBytes());
    }

    /** The same with the rates that follow. */
    static ObjectNode withRates(ObjectNode node, TrafficCounts counts) {
        return put(node, counts)
                .put("hitRate", rounded(Status.hitRate(counts)))
                .put("byteHitRate", rounded(Status.byteHitRate(counts)));
    }

    private static double rounded(double rate) {
        return Math.round(rate * PRECISION) / PRECISION;
    }

    static String series(Span span, List<Point> points, Optional<String> next) {
        var root = Json.object().put("by", span.name().toLowerCase(Locale.ROOT));
        next.ifPresent(cursor -> root.put("next", cursor));
        var array = root.putArray("points");
        for (var point : points) {
            put(array.addObject().put("begin", point.begin().toString()), point.counts());
        }
        return Json.compact(root);
    }

    static String seconds(List<TrafficSecond> seconds) {
        var root = Json.object();
        var array = root.putArray("seconds");
        for (var second : seconds) {
            array.addObject()
                    .put("begin", second.begin().toString())
                    .put("requests", second.requests())
                    .put("bytes", second.bytes())
                    .put("savedBytes", second.savedBytes());
        }
        return Json.compact(root);
    }

    /** Names with their traffic; all others together are marked as such and have no name. */
    static ObjectNode entry(Entry entry) {
        var node = Json.object();
        if (entry.name().isEmpty()) {
            node.put("others", true);
        } else {
            node.put("name", entry.name());
        }
        return put(node, entry.counts()).put("lastAt", entry.lastAt().toString());
    }

    static String ranked(Subject subject, Ranked ranked) {
        var root = Json.object().put("total", ranked.total());
        ranked.next().ifPresent(cursor -> root.put("next", cursor));
        var array = root.putArray(TrafficRoutes.plural(subject));
        ranked.entries().forEach(entry -> array.add(entry(entry)));
        return Json.compact(root);
    }
}
