package org.aptheke.console;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.aptheke.store.TrafficBook.Point;
import org.aptheke.store.TrafficBook.Subject;
import org.aptheke.store.TrafficCounts;
import org.aptheke.traffic.TrafficRecorder;
import org.aptheke.traffic.TrafficSecond;

/**
 * Traffic over some time.
 *
 * @param counts all of it together
 */
record TrafficPlot(Plot plot, TrafficCounts counts) {
    private static final DateTimeFormatter CLOCK = formatter("HH:mm:ss");
    private static final DateTimeFormatter WHOLE = formatter("EEE d MMM yyyy HH:mm 'UTC'");

    private static DateTimeFormatter formatter(String form) {
        return DateTimeFormatter.ofPattern(form, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }

    /** What is wanted. */
    record Wanted(Subject subject, String name, Range range) {}

    static TrafficPlot of(TrafficRecorder traffic, Wanted wanted, Instant now) throws IOException {
        var range = wanted.range();
        var from = range.from(now);
        var until = from.plus(range.piece().multipliedBy(range.count()));
        var points = traffic.read().series(wanted.subject(), wanted.name(), range.span(), from, until);
        var sums = sums(points, range, from);
        var all = sums.stream().reduce(TrafficCounts.NONE, TrafficCounts::plus);
        var brief = formatter(range.form());
        var pieces = new ArrayList<Plot.Piece>();
        for (int i = 0; i < sums.size(); i++) {
            var begin = from.plus(range.piece().multipliedBy(i));
            pieces.add(piece(
                    WHOLE.format(begin),
                    brief.format(begin),
                    sums.get(i).bytes(),
                    sums.get(i).savedBytes()));
        }
        return new TrafficPlot(
                Plot.of(summary(range.pieces() + " in " + range.title(), all.bytes(), all.savedBytes()), pieces), all);
    }

    private static List<TrafficCounts> sums(List<Point> points, Range range, Instant from) {
        var sums = new ArrayList<TrafficCounts>();
        for (int i = 0; i < range.count(); i++) {
            sums.add(TrafficCounts.NONE);
        }
        for (var point : points) {
            int piece = (int) ((point.begin().getEpochSecond() - from.getEpochSecond())
                    / range.piece().toSeconds());
            if (piece >= 0 && piece < sums.size()) {
                sums.set(piece, sums.get(piece).plus(point.counts()));
            }
        }
        return sums;
    }

    /** The last two minutes. */
    static Plot ofSeconds(List<TrafficSecond> seconds) {
        var pieces = seconds.stream()
                .map(second -> piece(
                        CLOCK.format(second.begin()) + " UTC",
                        CLOCK.format(second.begin()),
                        second.bytes(),
                        second.savedBytes()))
                .toList();
        long bytes = seconds.stream().mapToLong(TrafficSecond::bytes).sum();
        long saved = seconds.stream().mapToLong(TrafficSecond::savedBytes).sum();
        return Plot.of(summary("by second in two minutes", bytes, saved), pieces);
    }

    private static Plot.Piece piece(String label, String brief, long bytes, long saved) {
        return new Plot.Piece(label, brief, saved, Math.max(0, bytes - saved));
    }

    private static String summary(String when, long bytes, long saved) {
        return "Sent to clients " + when + ": " + Figures.bytes(bytes) + ", of which " + Figures.bytes(saved)
                + " were in the cache";
    }
}
